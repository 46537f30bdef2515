import { expect, it } from 'vitest';
import { componentNamed } from '../../core/components/index.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedFile } from '../../io/hosts/simulated-file.ts';
import { type RegistryLocation, readKernels, registryNames, writtenRegistry } from './kernel-registry.ts';
import { byId, old } from './simulated-agent.ts';

const { kernels } = componentNamed('agent');

function placeWith(files: Readonly<Record<string, SimulatedFile>>): RegistryLocation {
  if (!kernels) expect.unreachable();
  const all = new Map([['/e/old/lib/python3.12/site-packages/x', { content: '' }], ...Object.entries(files)]);
  return { host: simulatedHost('h1', all), folder: '/var', agent: 'i-a1', kernels, named: [] };
}
const file = (modified = 0): SimulatedFile => ({ content: '', modified });
const another = '/var/last_registry.of-another.dat';

it.each<[string, string, Record<string, SimulatedFile>, string | undefined]>([
  ['its own, whatever others wrote later', '24.03.11', { [old]: file(), [another]: file(9) }, old],
  ['none where only others have one', '24.03.11', { [another]: file(9) }, undefined],
  ['by its release, not the newer one by another name', '24.03.11', { [old]: file(), [byId]: file(9) }, old],
  ['by its id, where its release does so', '25.17.0', { [old]: file(9), [byId]: file() }, byId],
  ['the newer of two', '25.18.0', { [old]: file(), [byId]: file(9) }, byId],
  ['the newer of two, the other way', '25.18.0', { [old]: file(9), [byId]: file() }, old],
  ['the one by its environment of two as old', '25.18.0', { [old]: file(), [byId]: file() }, old],
  ['no folder of that name', '24.03.11', { [old]: { content: '', kind: 'folder', modified: 9 } }, undefined],
])('an agent wrote %s', async (_which, version, files, expected) => {
  const release = { environment: '/e/old', version };
  expect(await writtenRegistry(placeWith(files), release)).toBe(expected);
});

it('has two names that are its own', async () => {
  const names = await registryNames(placeWith({}), { environment: '/e/old', version: '25.18.0' });
  expect(names.map((name) => `/var/${name}`)).toEqual([old, byId]);
});

it.each([
  [0, '["k1","k2"]', ['k1', 'k2']],
  [0, 'a warning of a library\n["k1"]\n\n', ['k1']],
  [1, '["k1"]', undefined],
])('a program that ends with %i and says %j knows %j', async (exitCode, stdout, expected) => {
  const asked: unknown[] = [];
  const host = {
    ...simulatedHost('h1', new Map()),
    ask: async (command: object) => {
      asked.push(command);
      return { exitCode, stdout, stderr: '', durationMs: 0 };
    },
  };
  expect(await readKernels(host, '/e/old', old)).toEqual(expected);
  expect(asked).toMatchObject([
    { argv: ['/e/old/bin/python', '-c', expect.stringContaining('pickle'), old] },
  ]);
});

it.each([
  [0, 1100, ['setpriv', '--reuid=1100', '--regid=1101', '--clear-groups']],
  [0, 0, []],
  [1100, 1100, []],
])('user %i reads a file of user %i by %j', async (user, owner, before) => {
  const asked: (readonly string[])[] = [];
  const there = simulatedHost('h1', new Map([[old, file()]]));
  const host = {
    ...there,
    facts: async () => ({ ...(await there.facts()), user }),
    stat: async () => ({ kind: 'file' as const, size: 0, modified: 0, mode: 0o600, owner, group: 1101 }),
    ask: async ({ argv }: { readonly argv: readonly string[] }) => {
      asked.push(argv);
      return { exitCode: 0, stdout: '[]', stderr: '', durationMs: 0 };
    },
  };
  await readKernels(host, '/e/old', old);
  expect(asked[0]?.slice(0, -3)).toEqual([...before, '/e/old/bin/python']);
});
