import { expect, it } from 'vitest';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import { hasWayBack, refuseForgotten } from './refuse-forgotten.ts';
import { runCopies } from './run-copies.ts';

const began: RunFact = {
  kind: 'run.started',
  plan: 'p',
  cluster: 'lab',
  from: '24.03.11',
  to: '24.09.4',
  hops: [{ from: '24.03.11', to: '24.09.4', kind: 'major' }],
  predicted: 1,
  who: 'ana@desk',
  accepted: [],
};
const label = { step: '1.dump.database', hop: 0, title: '' };
const dumped: RunFact[] = [
  { kind: 'step.started', ...label },
  {
    kind: 'step.finished',
    seconds: 1,
    result: { size: 5, aside: 'backend_before_x', asideBytes: 7 },
    ...label,
  },
];
const done: RunFact[] = [
  { kind: 'hop.finished', hop: 0 },
  { kind: 'run.finished', state: 'done' },
];
const begun: RunFact = { kind: 'run.forgetting', who: 'bo@desk' };
const forgotten: RunFact = { kind: 'run.forgotten', who: 'bo@desk', freed: 5, removed: ['a'], left: [] };

function viewOf(...facts: readonly RunFact[]) {
  const events = [began, ...facts].map(
    (fact, index): RunEvent => ({ seq: index + 1, at: `2026-11-28T00:00:0${index}Z`, run: 'r-1', ...fact }),
  );
  const view = reduceRun(events);
  if (!view) throw new Error('it began');
  return view;
}

it('a run cannot go back from the moment on at which somebody begins to remove what it keeps', () => {
  expect(() => refuseForgotten(viewOf(...done))).not.toThrow();
  for (const view of [viewOf(...done, begun), viewOf(...done, begun, forgotten)])
    expect(() => refuseForgotten(view)).toThrow('r-1 cannot go back: bo@desk had what it keeps removed');
});

it('it stays what it was, and what was freed adds up', () => {
  const view = viewOf(...done, begun, forgotten, begun, forgotten);
  expect(view).toMatchObject({
    state: 'done',
    who: 'ana@desk',
    forgotten: { who: 'bo@desk', at: '2026-11-28T00:00:05Z', freed: 10 },
  });
});

it('has a way back once a hop is done, until that is taken back', () => {
  expect([hasWayBack(viewOf()), hasWayBack(viewOf(...done))]).toEqual([false, true]);
  const back: RunFact[] = [
    { kind: 'undo.started', why: 'rollback', hops: [0], who: 'a' },
    { kind: 'step.undone', seconds: 1, result: { undone: 'backend_undone_x', undoneBytes: 9 }, ...label },
    { kind: 'run.finished', state: 'rolled-back' },
  ];
  expect(hasWayBack(viewOf(...dumped, ...done, ...back))).toBe(false);
  expect(runCopies({ view: viewOf(...dumped, ...done, ...back) })).toEqual([
    { name: 'backend_undone_x', bytes: 9 },
  ]);
});

it('tells of old databases until they are forgotten', () => {
  expect(runCopies({ view: viewOf(...dumped, ...done) })).toEqual([{ name: 'backend_before_x', bytes: 7 }]);
  expect(runCopies({ view: viewOf(...dumped, ...done, begun) })).toEqual([]);
});
