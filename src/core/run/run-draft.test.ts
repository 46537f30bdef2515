import { describe, expect, it } from 'vitest';
import type { Failure, RunEvent, RunFact } from './event.ts';
import { reduceRun } from './reduce.ts';
import { simulatedBegun } from './simulated-begun.ts';
import type { RunView } from './view.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const label = (step: string, hop = 0) => ({ step, hop, title: `do ${step}` });
const failure: Failure = { code: 'service.not-up', message: 'it did not come up' };

/** The view after these facts, one a second. */
function viewOf(...facts: readonly RunFact[]): RunView {
  const events = [simulatedBegun, ...facts].map(
    (fact, index): RunEvent => ({ seq: index + 1, at: at(index), run: 'r-1', ...fact }),
  );
  const view = reduceRun(events);
  if (!view) throw new Error('no run');
  return view;
}

const steps = (...facts: readonly RunFact[]) => viewOf(...facts).steps;
const started: RunFact = { kind: 'step.started', ...label('1.stage.m1') };
const undoStarted = (why: 'failure' | 'rollback', ...hops: number[]): RunFact => ({
  kind: 'undo.started',
  why,
  hops,
  who: 'x',
});

it('is nothing before it has begun', () => {
  expect(reduceRun([])).toBeUndefined();
  expect(reduceRun([{ seq: 1, at: at(0), run: 'r-1', kind: 'run.stopped' }])).toBeUndefined();
});

it('shows a run that has just begun', () => {
  expect(viewOf()).toEqual({
    run: 'r-1',
    who: 'a test',
    plan: 'p',
    cluster: 'lab',
    from: '1',
    to: '3',
    state: 'running',
    started: at(0),
    window: undefined,
    hops: [
      { from: '1', to: '2', kind: 'minor', state: 'todo' },
      { from: '2', to: '3', kind: 'major', state: 'todo' },
    ],
    steps: [],
    downtime: { predicted: 5, predictedRange: undefined, actual: undefined },
  });
});

it('is theirs who went on with it, or back, last', () => {
  expect(viewOf({ kind: 'run.resumed', who: 'ben@desk' }).who).toBe('ben@desk');
  expect(viewOf(undoStarted('rollback', 0)).who).toBe('x');
  expect(viewOf(undoStarted('failure', 0)).who).toBe('a test');
});

describe('a step', () => {
  const place = { step: '1.stage.m1', hop: 0, title: 'do 1.stage.m1' };
  const finished: RunFact = { kind: 'step.finished', seconds: 2, result: 7, ...label('1.stage.m1') };
  const failed: RunFact = { kind: 'step.failed', seconds: 2, failure, ...label('1.stage.m1') };

  it.each<[string, RunFact[], object]>([
    [
      'waits for approval',
      [{ kind: 'approval.asked', how: 'do it', ...label('1.stage.m1') }],
      { state: 'waiting', how: 'do it' },
    ],
    [
      'is approved',
      [
        { kind: 'approval.asked', how: 'do it', ...label('1.stage.m1') },
        { kind: 'approval.given', who: 'x', by: 'yes', ...label('1.stage.m1') },
      ],
      { state: 'approved', how: undefined },
    ],
    ['runs', [started], { state: 'running', started: at(1) }],
    [
      'is probed, which shows nothing',
      [started, { kind: 'step.probed', state: 'half', ...label('1.stage.m1') }],
      { state: 'running', started: at(1) },
    ],
    ['is done', [started, finished], { state: 'done', started: at(1), seconds: 2, result: 7 }],
    ['failed', [started, failed], { state: 'failed', started: at(1), seconds: 2, failure }],
    [
      'is done at a second try',
      [started, failed, started, finished],
      { state: 'done', started: at(3), seconds: 2, result: 7, failure: undefined },
    ],
    [
      'is being undone',
      [started, { kind: 'step.undoing', ...label('1.stage.m1') }],
      { state: 'undoing', started: at(2) },
    ],
    [
      'is undone, and keeps its result',
      [started, finished, { kind: 'step.undone', seconds: 3, ...label('1.stage.m1') }],
      { state: 'undone', started: at(1), seconds: 3, result: 7 },
    ],
    [
      'is undone, with what came of it',
      [started, finished, { kind: 'step.undone', seconds: 3, result: 8, ...label('1.stage.m1') }],
      { state: 'undone', started: at(1), seconds: 3, result: 8 },
    ],
    [
      'could not be undone',
      [started, { kind: 'step.undo-failed', seconds: 3, failure, ...label('1.stage.m1') }],
      { state: 'undo-failed', started: at(1), seconds: 3, failure },
    ],
    [
      'was undone, which is lost',
      [started, { kind: 'step.undo-lost', ...label('1.stage.m1') }],
      { state: 'undo-lost', started: at(1) },
    ],
    [
      'is done again on the way back, which shows nothing',
      [started, finished, { kind: 'step.done-again', seconds: 9, ...label('1.stage.m1') }],
      { state: 'done', started: at(1), seconds: 2, result: 7 },
    ],
  ])('%s', (_what, facts, view) => {
    expect(steps(...facts)).toEqual([{ ...place, ...view }]);
  });
});

describe('a hop', () => {
  const inSecond: RunFact = { kind: 'step.started', ...label('2.stage.m1', 1) };
  it.each<[string, RunFact[], [string, string]]>([
    ['runs from its first step on', [started], ['running', 'todo']],
    ['is done', [started, { kind: 'hop.finished', hop: 0 }], ['done', 'todo']],
    [
      'failed, and the one before it is done still',
      [
        { kind: 'hop.finished', hop: 0 },
        inSecond,
        { kind: 'step.failed', seconds: 1, failure, ...label('2.stage.m1', 1) },
      ],
      ['done', 'failed'],
    ],
    ['is undone', [started, { kind: 'step.undone', seconds: 1, ...label('1.stage.m1') }], ['undone', 'todo']],
    [
      'that the run does not have is nobody',
      [
        { kind: 'step.started', service: 'stopping', ...label('8.stop.m1', 7) },
        { kind: 'hop.finished', hop: 7 },
      ],
      ['todo', 'todo'],
    ],
  ])('%s', (_what, facts, states) => {
    expect(viewOf(...facts).hops.map(({ state }) => state)).toEqual(states);
  });
});
