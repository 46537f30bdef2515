import { describe, expect, it } from 'vitest';
import type { RunEvent, RunFact } from './event.ts';
import { reduceRun } from './reduce.ts';

type At = readonly [number, RunFact];

const at = (second: number): string =>
  new Date(Date.parse('2026-01-01T00:00:00Z') + second * 1000).toISOString();
const label = (step: string) => ({ step, hop: 0, title: step });
const window = { seconds: 60, wayBack: 10 };

/** A run whose webserver turns beside its old program, and whose agent is stopped then. */
const run = (...facts: readonly At[]) => {
  const began: RunFact = {
    kind: 'run.started',
    plan: 'p',
    cluster: 'lab',
    from: '1',
    to: '2',
    hops: [{ from: '1', to: '2', kind: 'minor' }],
    predicted: 5,
    window,
    who: 'a test',
    accepted: [],
  };
  const all: readonly At[] = [
    [0, began],
    [20, { kind: 'step.started', ...label('1.stop.w1'), beside: true }],
    ...facts,
  ];
  return reduceRun(
    all.map(([second, fact], index): RunEvent => ({ seq: index, at: at(second), run: 'r-1', ...fact })),
  );
};

const stopped: readonly At[] = [
  [40, { kind: 'step.started', service: 'stopping', member: 'a1', ...label('1.stop.a1') }],
  [41, { kind: 'step.finished', seconds: 1, ...label('1.stop.a1') }],
  [41, { kind: 'step.started', service: 'starting', member: 'a1', ...label('1.start.a1') }],
  [44, { kind: 'step.finished', service: 'starting', seconds: 3, ...label('1.start.a1') }],
];
const done: At = [50, { kind: 'hop.finished', hop: 0 }];
const back = (step: string, from: number, seconds: number): readonly At[] => [
  [from, { kind: 'step.undoing', ...label(step) }],
  [from + seconds, { kind: 'step.undone', seconds, ...label(step) }],
];
const goesBack: readonly At[] = [
  [90, { kind: 'undo.started', why: 'rollback', hops: [0], who: 'x' }],
  ...back('1.start.a1', 91, 1),
  ...back('1.stop.a1', 92, 3),
];
const isBack: At = [125, { kind: 'undo.finished', seconds: 5 }];

describe('members that turn beside their old programs', () => {
  it('are never without service: on the way back that ends with those that were stopped', () => {
    const { downtime } = run(...stopped, done, ...goesBack, ...back('1.stop.w1', 95, 29), isBack) ?? {};
    expect(downtime).toMatchObject({ actual: 4, back: 4 });
  });

  it('do not hide one that was back and is found dead', () => {
    const lost: At = [96, { kind: 'step.undo-lost', ...label('1.stop.a1') }];
    expect(run(...stopped, done, ...goesBack, lost, isBack)?.downtime).toMatchObject({ actual: 4, back: 34 });
  });

  it('begin the window, which goes on while any of them turn', () => {
    const resumed: At = [55, { kind: 'run.resumed', who: 'x' }];
    expect(run(resumed)?.window).toMatchObject({ began: at(20), turnRoundBy: at(70) });
    expect(run(done, resumed)?.window).toEqual(window);
  });
});
