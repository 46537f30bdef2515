import { expect, it } from 'vitest';
import { compareEntryPoints } from './compare-entry-points.ts';
import type { HeldPackage } from './plugins-among.ts';

const held = (
  name: string,
  points: readonly (readonly [group: string, name: string])[],
  requires: readonly string[] = [],
): HeldPackage => ({
  name,
  version: '1.0',
  requires,
  source: { from: 'index' },
  entryPoints: points.map(([group, point]) => ({ group, name: point })),
});

const agent = held('backend-ai-agent', [['backendai_cli_v10', 'ag']], ['backend-ai-helper']);
const helper = held('backend-ai-helper', [['backendai_scheduler_v10', 'fifo']]);
const mock = held('mock', [['backendai_accelerator_v21', 'mock']]);
const before = [agent, helper, mock];

const compare = (after: readonly HeldPackage[], left: readonly string[] = []) => {
  const distributions = ['backend.ai-agent'];
  const found = compareEntryPoints({
    member: 'a1',
    before,
    after,
    own: distributions,
    needed: distributions,
    left,
    to: '2',
  });
  return {
    lost: found.lost.map((each) => each.name),
    explained: found.explained.map(({ name, reason }) => `${name}: ${reason}`),
  };
};

it.each<[string, readonly HeldPackage[], readonly string[], ReturnType<typeof compare>]>([
  ['all that was there', before, [], { lost: [], explained: [] }],
  ['a plugin that is gone', [agent, helper], [], { lost: ['mock'], explained: [] }],
  [
    'a plugin that is there without its entry point',
    [agent, helper, held('mock', [])],
    [],
    { lost: ['mock'], explained: [] },
  ],
  [
    'a plugin that the operator leaves',
    [agent, helper],
    ['Mock'],
    { lost: [], explained: ['mock: cluster.yaml leaves mock'] },
  ],
  [
    'the next version of a group',
    [agent, helper, held('mock', [['backendai_accelerator_v22', 'mock']])],
    [],
    { lost: [], explained: [] },
  ],
  [
    'the same name at another place',
    [agent, helper, held('mock', [['backendai_monitor_v21', 'mock']])],
    [],
    { lost: ['mock'], explained: [] },
  ],
  [
    'what the release has no longer',
    [held('backend-ai-agent', []), mock],
    [],
    { lost: [], explained: ['ag: 2 no longer has it', 'fifo: 2 no longer asks for backend-ai-helper'] },
  ],
  ['a distribution that the release must have', [helper, mock], [], { lost: ['ag'], explained: [] }],
  [
    'another package with the same entry point',
    [agent, helper, held('mock-2', [['backendai_accelerator_v21', 'mock']])],
    [],
    { lost: [], explained: [] },
  ],
])('%s', (_what, after, left, expected) => {
  expect(compare(after, left)).toEqual(expected);
});
