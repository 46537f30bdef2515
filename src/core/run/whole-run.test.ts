import { describe, expect, it } from 'vitest';
import type { Failure, RunEvent, RunFact } from './event.ts';
import { reduceRun } from './reduce.ts';
import { simulatedBegun } from './simulated-begun.ts';
import type { RunView } from './view.ts';
import { waitingSteps } from './waiting.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const label = (step: string, hop = 0) => ({ step, hop, title: `do ${step}` });
const failure: Failure = { code: 'service.not-up', message: 'it did not come up' };
const other: Failure = { code: 'other', message: 'something else' };

/** The view after these facts, one a second. */
function viewOf(...facts: readonly RunFact[]): RunView {
  const events = [simulatedBegun, ...facts].map(
    (fact, index): RunEvent => ({ seq: index + 1, at: at(index), run: 'r-1', ...fact }),
  );
  const view = reduceRun(events);
  if (!view) throw new Error('no run');
  return view;
}

const started: RunFact = { kind: 'step.started', ...label('1.stage.m1') };
const undoStarted = (why: 'failure' | 'abort' | 'rollback', ...hops: number[]): RunFact => ({
  kind: 'undo.started',
  why,
  hops,
  who: 'x',
});

describe('a run', () => {
  const left = [{ ...label('1.start.a1'), says: 'agent a1 does not run 1' }];
  const failed: RunFact = { kind: 'step.failed', seconds: 1, failure, ...label('1.stage.m1') };
  const broken: RunFact = { kind: 'run.finished', state: 'broken', left };

  it.each<[string, RunFact[], Partial<RunView>]>([
    ['stops', [{ kind: 'run.stopped' }], { state: 'stopped', ended: at(1) }],
    [
      'goes on after a stop',
      [{ kind: 'run.stopped' }, { kind: 'run.resumed', who: 'x' }],
      { state: 'running', ended: undefined },
    ],
    ['is done', [{ kind: 'run.finished', state: 'done' }], { state: 'done', ended: at(1) }],
    [
      'failed, and says at which step',
      [failed],
      { state: 'running', failure: { ...failure, step: '1.stage.m1' } },
    ],
    [
      'keeps its failure where it went back',
      [failed, undoStarted('failure', 0), { kind: 'run.finished', state: 'failed' }],
      { state: 'failed', goingBack: 'failure', failure: { ...failure, step: '1.stage.m1' } },
    ],
    [
      'has no failure once it was rolled back',
      [failed, undoStarted('rollback', 0), { kind: 'run.finished', state: 'rolled-back' }],
      { state: 'rolled-back', goingBack: 'rollback', failure: undefined },
    ],
    [
      'that is taken back has no failure of its steps meanwhile',
      [failed, undoStarted('rollback', 0)],
      { state: 'undoing', failure: undefined },
    ],
    [
      'that failed and went back has no failure once all of it was rolled back',
      [
        failed,
        undoStarted('failure', 0),
        { kind: 'run.finished', state: 'failed' },
        undoStarted('rollback', 0),
        { kind: 'run.finished', state: 'rolled-back' },
      ],
      { state: 'rolled-back', failure: undefined },
    ],
    [
      'whose journal was begun anew says why, and is theirs who had it so',
      [{ kind: 'run.salvaged', who: 'ben@desk', why: 'line 5 is not JSON', kept: 'x.jsonl' }],
      { state: 'running', salvaged: 'line 5 is not JSON', who: 'ben@desk' },
    ],
    [
      'has none once it is done',
      [failed, { kind: 'run.finished', state: 'done' }],
      { state: 'done', failure: undefined },
    ],
    [
      'goes back',
      [{ kind: 'run.stopped' }, undoStarted('rollback', 0)],
      { state: 'undoing', ended: undefined },
    ],
    [
      'that stops on its way back is still on its way back',
      [undoStarted('rollback', 0), { kind: 'run.stopped' }],
      { state: 'undoing', ended: at(2) },
    ],
    [
      'that is resumed on its way back goes on going back',
      [undoStarted('rollback', 0), { kind: 'run.stopped' }, { kind: 'run.resumed', who: 'x' }],
      { state: 'undoing', ended: undefined },
    ],
    ['is broken, and says what is left', [undoStarted('rollback', 0), broken], { state: 'broken', left }],
    [
      'that is broken and resumed goes back, with nothing left so far',
      [undoStarted('rollback', 0), broken, { kind: 'run.resumed', who: 'x' }],
      { state: 'undoing', left: undefined, ended: undefined },
    ],
    [
      'that is broken and taken back again has nothing left so far',
      [undoStarted('rollback', 0), broken, undoStarted('rollback', 0)],
      { state: 'undoing', left: undefined, ended: undefined },
    ],
    [
      'that failed keeps its first failure when an undo fails too',
      [failed, { kind: 'step.undo-failed', seconds: 1, failure: other, ...label('1.stop.m1') }],
      { failure: { ...failure, step: '1.stage.m1' } },
    ],
    [
      'whose undo fails has that failure',
      [{ kind: 'step.undo-failed', seconds: 1, failure: other, ...label('1.stop.m1') }],
      { failure: { ...other, step: '1.stop.m1' } },
    ],
    ['names its evidence', [{ kind: 'evidence.kept', folder: '/e', files: [] }], { evidence: '/e' }],
  ])('%s', (_what, facts, view) => {
    expect(viewOf(...facts)).toMatchObject(view);
  });
});

describe('what is asked of a run', () => {
  const asked: RunFact = { kind: 'run.asked', what: 'abort', who: 'bob', why: 'too slow', askedAt: at(9) };

  it('is shown until it is resumed', () => {
    expect(viewOf(asked).asked).toEqual({ what: 'abort', who: 'bob', why: 'too slow', at: at(9) });
    expect(viewOf(asked, { kind: 'run.resumed', who: 'x' }).asked).toBeUndefined();
  });

  it('is why it was given up', () => {
    const aborted = viewOf(asked, undoStarted('abort', 0));
    expect(aborted).toMatchObject({
      who: 'a test',
      goingBack: 'abort',
      failure: { code: 'run.aborted', message: 'bob asked it to go back: too slow', step: '' },
    });
    expect(viewOf(undoStarted('abort', 0)).failure?.message).toBe(
      'somebody asked it to go back: no reason is known',
    );
    const rollback: RunFact = { kind: 'undo.started', why: 'rollback', hops: [0], who: 'carol' };
    expect(viewOf(rollback)).toMatchObject({ who: 'carol', failure: undefined });
  });
});

it('shows what became of sessions', () => {
  const lost = { id: 's', name: 's', accessKey: 'A', status: 'RUNNING', agents: [], ended: true };
  const view = viewOf({ kind: 'sessions.settled', givenUp: [lost], endedSince: [] });
  expect(view.sessions).toEqual({ givenUp: [lost], endedSince: [] });
});

describe('time without service', () => {
  const stop = (hop: number): RunFact => ({
    kind: 'step.started',
    service: 'stopping',
    ...label(`${hop + 1}.stop.m1`, hop),
  });
  const up = (hop: number): RunFact => ({
    kind: 'step.finished',
    service: 'starting',
    seconds: 1,
    ...label(`${hop + 1}.start.m1`, hop),
  });
  const done = (hop: number): RunFact => ({ kind: 'hop.finished', hop });

  it('is told for each hop and in all', () => {
    const view = viewOf(stop(0), stop(0), up(0), up(0), done(0), stop(1), up(1), done(1));
    expect(view.hops.map(({ downtime }) => downtime)).toEqual([3, 1]);
    expect(view.downtime.actual).toBe(4);
  });

  it('is from the first stop to the last start, whatever runs before, between and after', () => {
    const step = (id: string): RunFact[] => [
      { kind: 'step.started', ...label(id) },
      { kind: 'step.finished', seconds: 1, ...label(id) },
    ];
    const all = [...step('1.stage.m1'), stop(0), ...step('1.switch.m1'), up(0), ...step('1.prove'), done(0)];
    expect(viewOf(...all).hops.map(({ downtime }) => downtime)).toEqual([3, undefined]);
  });

  it('is not known before the hop has ended', () => {
    expect(viewOf(stop(0), up(0)).downtime.actual).toBeUndefined();
    expect(viewOf(up(0), done(0)).downtime.actual).toBeUndefined();
    expect(viewOf(stop(0), done(0)).downtime.actual).toBeUndefined();
  });

  it('ends with the way back of the hops that failed, and of no others', () => {
    const back = (...hops: number[]): RunFact[] => [
      { kind: 'step.undone', seconds: 1, ...label('2.stop.m1', 1) },
      undoStarted('failure', ...hops),
      { kind: 'undo.finished', seconds: 1 },
    ];
    const first = [stop(0), up(0), done(0)];
    expect(viewOf(...first, stop(1), ...back(1)).hops.map(({ downtime }) => downtime)).toEqual([1, 3]);
    expect(viewOf(...first, ...back(1)).hops.map(({ downtime }) => downtime)).toEqual([1, undefined]);
  });
});

describe('waitingSteps', () => {
  const asked: RunFact = { kind: 'approval.asked', how: 'do it', ...label('1.stage.m1') };
  it.each<[RunFact[], number]>([
    [[asked, started], 0],
    [[asked], 1],
    [[asked, { kind: 'run.stopped' }], 1],
    [[asked, undoStarted('failure', 0)], 0],
    [[asked, { kind: 'run.finished', state: 'done' }], 0],
  ])('%#', (facts, count) => {
    expect(waitingSteps(viewOf(...facts))).toHaveLength(count);
  });
});
