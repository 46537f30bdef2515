import { expect, it } from 'vitest';
import { type HeldPackage, pluginsAmong } from './plugins-among.ts';

const held = (name: string, requires: string[] = [], more: Partial<HeldPackage> = {}): HeldPackage => ({
  name,
  version: '1.0',
  requires,
  source: { from: 'index' },
  entryPoints: [],
  ...more,
});

const release = [
  held('backend-ai-agent', ['backend.ai-common==25.18.1', 'aiohttp[speedups]~=3.9', "x; extra == 'gpu'"]),
  held('backend-ai-common', ['backend_ai.agent', "tomli; python_version < '3.11'"]),
  held('aiohttp', [
    "aiodns; extra == 'speedups'",
    "brotli ; (python_version > '3') and extra == 'Speed_Ups'",
    'yarl',
  ]),
  held('aiodns'),
  held('tomli'),
  held('yarl'),
  held('setuptools'),
  held('pip'),
];

const names = (more: readonly HeldPackage[]) =>
  pluginsAmong([...release, ...more], ['backend.ai-agent']).map(
    ({ name, isAskedFor }) => `${name}${isAskedFor ? ' (asked for)' : ''}`,
  );

it('a release alone holds nothing beside its own', () => {
  expect(names([])).toEqual([]);
});

it('what the release does not lead to is a plugin, and what only a plugin asks for is told', () => {
  expect(
    names([held('mock', ['backend.ai-common', 'monitor-lib>=2']), held('monitor-lib'), held('ipython')]),
  ).toEqual(['ipython', 'mock', 'monitor-lib (asked for)']);
});

it('what only an extra would ask for is a plugin, unless somebody wants that extra', () => {
  expect(names([held('x')])).toEqual(['x']);
  expect(names([held('brotli')])).toEqual(['brotli']);
  expect(names([held('x'), held('p', ['backend.ai-agent[GPU]'])])).toEqual(['p', 'x (asked for)']);
});

it('packages that ask for each other are carried by one of them', () => {
  expect(names([held('a', ['b']), held('b', ['a'])])).toEqual(['a', 'b (asked for)']);
});

it('what has entry points, or came from elsewhere than the index, stands for itself', () => {
  const entryPoints = [{ group: 'backendai_hook_v20', name: 'h' }];
  const more = [
    held('all', ['hook', 'local']),
    held('hook', [], { entryPoints }),
    held('local', [], { source: { from: 'file', path: '/w/local.whl' } }),
  ];
  expect(names(more)).toEqual(['all', 'hook', 'local']);
});
