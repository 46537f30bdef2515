import { describe, expect, it } from 'vitest';
import type { RunFact } from './event.ts';
import { momentsOf } from './moments.ts';
import {
  simulatedBeginning,
  simulatedEvents,
  simulatedHop,
  simulatedNoticedRun,
} from './simulated-noticed-run.ts';

const momentsAfter = (...facts: RunFact[]) =>
  simulatedEvents([simulatedBeginning, ...facts]).flatMap(momentsOf(simulatedNoticedRun().plan));

const names = (...facts: RunFact[]): string[] =>
  momentsAfter(...facts)
    .slice(2)
    .map(({ event, hop, phase }) => [event, hop, phase].filter((each) => each !== undefined).join(' '));

const hop = (index: number): string[] => [
  `phase.begun ${index} Stop services`,
  `stop.begun ${index}`,
  `phase.begun ${index} Start services`,
  `service.back ${index}`,
  `phase.begun ${index} Prove it`,
];
const label = { step: '1.start.m1', hop: 0, title: 'start m1' };
const failed = (message: string, code = 'x'): RunFact => ({
  kind: 'step.failed',
  seconds: 1,
  failure: { code, message },
  ...label,
});
const back = (why: 'failure' | 'abort' | 'rollback', state: 'failed' | 'rolled-back'): RunFact[] => [
  { kind: 'undo.started', why, hops: [0], who: 'bob@desk' },
  { kind: 'undo.finished', seconds: 1 },
  { kind: 'run.finished', state },
];

describe('the moments of a run', () => {
  it('are those of each hop, once each, when all goes well', () => {
    const facts = [...simulatedHop(1), ...simulatedHop(2), { kind: 'run.finished', state: 'done' } as const];
    expect(names(...facts)).toEqual([...hop(0), ...hop(1), 'run.finished']);
  });

  it('begin with the window where there is one', () => {
    const two = momentsAfter().map(({ event }) => event);
    expect(two).toEqual(['window.planned', 'run.begun']);
    const { window: _window, ...without } = simulatedBeginning as Extract<RunFact, { kind: 'run.started' }>;
    const moments = momentsOf(simulatedNoticedRun().plan);
    expect(simulatedEvents([without]).flatMap(moments)).toMatchObject([{ event: 'run.begun' }]);
  });

  it('tell of the first failure, not of those that hang on it, and of the way back', () => {
    const facts = [
      ...simulatedHop(1).slice(0, 5),
      failed('only waited', 'step.pointless'),
      failed('the cause'),
      failed('beside it'),
      ...back('failure', 'failed'),
    ];
    const told = momentsAfter(...facts).slice(-3);
    expect(told).toMatchObject([
      { event: 'run.failed', failure: { message: 'the cause', step: 'start m1' } },
      { event: 'service.back', hop: 0 },
      { event: 'run.finished', state: 'failed' },
    ]);
  });

  it('of an abort name who gave it up, and why', () => {
    const asked = {
      kind: 'run.asked',
      what: 'abort',
      who: 'bob',
      why: 'too slow',
      askedAt: '2026-01-01T00:00:00Z',
    } as const;
    expect(momentsAfter(asked, ...back('abort', 'failed')).slice(2)).toMatchObject([
      { event: 'run.aborted', who: 'bob@desk', why: 'too slow' },
      { event: 'run.finished', state: 'failed' },
    ]);
  });

  it('of a rollback tell that services stop once more, are back, and where it ends', () => {
    const [begins, ...rest] = back('rollback', 'rolled-back');
    const undoing: RunFact = { kind: 'step.undoing', ...label };
    const told = momentsAfter(...simulatedHop(1), begins as RunFact, undoing);
    expect(told.at(-1)).toMatchObject({ event: 'stop.begun', why: 'the cluster goes back' });
    expect(names(...simulatedHop(1), begins as RunFact, undoing, undoing, ...rest).slice(5)).toEqual([
      'stop.begun 0',
      'service.back 0',
      'run.rolled-back',
    ]);
  });

  it('of a stop tell who asked, or what waits for an approval', () => {
    const asked = {
      kind: 'run.asked',
      what: 'pause',
      who: 'bob',
      why: 'lunch',
      askedAt: '2026-01-01T00:00:00Z',
    } as const;
    const approval: RunFact = { kind: 'approval.asked', how: 'so', ...label };
    const stopped: RunFact = { kind: 'run.stopped' };
    const resumed: RunFact = { kind: 'run.resumed', who: 'ana@desk' };
    expect(momentsAfter(asked, stopped, resumed, stopped, approval, stopped).slice(2)).toMatchObject([
      { event: 'run.stopped', who: 'bob', why: 'lunch' },
      { event: 'run.stopped' },
      { event: 'run.stopped', why: 'it waits for approval: start m1' },
    ]);
    expect(momentsAfter(asked, stopped, resumed, stopped)[3]).not.toHaveProperty('why');
  });

  it.each<[RunFact]>([
    [{ kind: 'outage.slipped', hop: 0, foreseen: 90 }],
    [{ kind: 'window.turn-passed', hop: 0 }],
    [{ kind: 'window.too-short', hop: 0, needed: 2, left: 1 }],
  ])('of $kind tell that it slips', (fact) => {
    expect(names(fact)).toEqual(['run.slipped 0']);
  });
});
