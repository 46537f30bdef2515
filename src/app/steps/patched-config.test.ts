import { expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { StepContext } from './context.ts';
import { patchedConfig } from './patched-config.ts';

const edits = [{ action: 'rename', key: 'agent.scaling-group', to: 'group' }] as const;

it('is a copy on the host of the member, where its programs find it, and nobody else', async () => {
  const there = simulatedHost(
    'm1',
    new Map([['/etc/a.toml', { content: '[agent]\nscaling-group = "a"\n' }]]),
  );
  const inventory = {
    components: [{ id: 'a1', component: 'agent', host: 'm1', config: '/etc/a.toml', workdir: '/' }],
  } as unknown as Inventory;
  const context = { inventory, runFolder: '/run-here', host: () => there } as unknown as StepContext;
  expect(await patchedConfig({ hop: 1, member: 'a1' }, context)).toBe('/etc/a.toml');
  const copy = await patchedConfig({ hop: 1, member: 'a1', edits }, context);
  expect(copy).toMatch(/\/hop-1\.a1\.patched$/);
  expect(await there.readText(copy)).toBe('[agent]\ngroup = "a"\n');
  expect((await there.stat(copy))?.mode).toBe(0o600);
  expect(await there.readText('/etc/a.toml')).toContain('scaling-group');
});

it('of a file that is not there is empty: whoever starts from it says so', async () => {
  const there = simulatedHost('m1', new Map());
  const inventory = {
    components: [{ id: 'a1', component: 'agent', host: 'm1', config: '/etc/a.toml', workdir: '/' }],
  } as unknown as Inventory;
  const context = { inventory, runFolder: '/run-here', host: () => there } as unknown as StepContext;
  const copy = await patchedConfig({ hop: 1, member: 'a1', edits }, context);
  expect(await there.readText(copy)).toBe('');
});
