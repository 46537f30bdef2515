import { expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { SimulatedFile } from '../../io/hosts/simulated-file.ts';
import { filesOfMember, keepFolder } from './files-of-member.ts';
import { byId, configuration, newer, old, simulatedAgent } from './simulated-agent.ts';

const another = '/var/last_registry.of-another.dat';
const files = { [old]: '', [newer]: '', [byId]: '', [another]: '', '/scratches/k1/config/kconfig.dat': '' };
const all = [...Object.keys(files), configuration].sort();

/** The paths that are the first agent's, where it has others beside it. */
async function pathsBeside(...others: readonly object[]) {
  const { given, context } = simulatedAgent('/r-1', { files: { ...files, [configuration]: '' } });
  const components = [...context.inventory.components, ...others];
  const inventory = { components } as unknown as Inventory;
  const { host, found } = await filesOfMember(given, { ...context, inventory });
  expect(host.name).toBe('local');
  return found.map(({ path }) => path).sort();
}
const agent = (host: string, varBase: string) => ({
  id: 'a2',
  component: 'agent',
  host,
  agent: { id: 'i-a2', varBase },
});

it.each<[string, object[], string[]]>([
  ['it is alone', [], all],
  ['another has a folder of its own', [agent('local', '/var2')], all],
  ['another is on another host', [agent('h2', '/var')], all],
  ['a manager is beside it', [{ id: 'm1', component: 'manager', host: 'local' }], all],
  ['another has the same folder', [agent('local', '/var')], all.filter((path) => path !== another)],
])('an agent has the files that are its own where %s', async (_what, others, expected) => {
  expect(await pathsBeside(...others)).toEqual(expected);
});

it('no file of kernels is left out of a component that has none', async () => {
  const { given, context } = simulatedAgent('/r-1', {
    files: { '/var/x': '' } as Record<string, SimulatedFile | string>,
  });
  const components = ['s1', 's2'].map((id) => ({ id, component: 'storage-proxy', host: 'local' }));
  const turn = { ...given, member: 's1', component: 'storage-proxy' as const };
  const there = { ...context, inventory: { components } as unknown as Inventory };
  expect((await filesOfMember(turn, there)).found).toEqual([]);
});

it('what is kept of them lies beside the first, by run, hop and member', () => {
  const { given, context } = simulatedAgent('/runs/r-1', {});
  expect(keepFolder(given, context)).toBe('/var/.baiup/r-1/hop-1.a1');
});
