import { expect, it } from 'vitest';
import type { RunState } from '../../core/run/event.ts';
import type { HopView, RunView } from '../../core/run/view.ts';
import type { KnownRun } from './known-run.ts';
import { unfinishedRun } from './unfinished-run.ts';

const known = (run: string, state: RunState, hop: HopView['state'], cluster = 'lab'): KnownRun => {
  const hops = [{ from: '1', to: '2', kind: 'major', state: hop }];
  const view = { run, state, hops, cluster } as unknown as RunView;
  return { kind: 'whole', run, id: run, folder: '', driver: undefined, view, until: '' };
};

it.each<[string, KnownRun[], string | undefined]>([
  ['none', [], undefined],
  ['none of those that ended', [known('r-1', 'failed', 'undone'), known('r-2', 'done', 'done')], undefined],
  ['one that was cut', [known('r-1', 'done', 'done'), known('r-2', 'running', 'running')], 'r-2'],
  ['one whose first hop is done', [known('r-1', 'stopped', 'done')], 'r-1'],
  ['one that is broken', [known('r-1', 'broken', 'failed'), known('r-2', 'failed', 'undone')], 'r-1'],
  ['the latest', [known('r-1', 'broken', 'failed'), known('r-2', 'undoing', 'failed')], 'r-2'],
  [
    'none over which another upgraded',
    [known('r-1', 'broken', 'failed'), known('r-2', 'done', 'done')],
    undefined,
  ],
  ['none of another cluster', [known('r-1', 'running', 'running', 'other')], undefined],
  [
    'one beside an upgrade of another cluster',
    [known('r-1', 'running', 'running'), known('r-2', 'done', 'done', 'other')],
    'r-1',
  ],
])('the unfinished run of a cluster is %s', (_what, runs, run) => {
  expect(unfinishedRun(runs, 'lab')?.run).toBe(run);
});
