import { describe, expect, it } from 'vitest';
import type { PredictedHop } from '../plan/predicted-hop.ts';
import { actualParts, partViews } from './downtime-parts.ts';
import type { StepView } from './view.ts';

const origin = Date.UTC(2026, 0, 1);
const at = (second: number): string => new Date(origin + second * 1000).toISOString();

/** A step that is done, from one second to another. */
const step = (id: string, from: number, to: number, more: Partial<StepView> = {}): StepView => ({
  step: id,
  hop: 0,
  title: id,
  state: 'done',
  started: at(from),
  seconds: to - from,
  ...more,
});

const sums = (...steps: readonly StepView[]) => Object.fromEntries(actualParts(steps));

describe('the parts of a stop', () => {
  it.each<[string, StepView[], Record<string, number>]>([
    ['none', [], {}],
    ['in a row', [step('1.stop.m1', 0, 2), step('1.migrate.schema', 2, 5)], { stop: 2, migrate: 3 }],
    [
      'in whatever order they are given',
      [step('1.start.m1', 5, 9), step('1.stop.m1', 0, 2), step('1.migrate.schema', 2, 5)],
      { start: 4, stop: 2, migrate: 3 },
    ],
    [
      'without what ended before the one that was waited for',
      [step('1.stop.m1', 0, 1), step('1.stop.a1', 0, 4), step('1.start.m1', 4, 6)],
      { stop: 4, start: 2 },
    ],
    [
      'adding up where one follows another',
      [step('1.start.m1', 0, 3), step('1.start.a1', 3, 5)],
      { start: 5 },
    ],
    ['over a gap', [step('1.stop.m1', 0, 1), step('1.start.m1', 3, 5)], { stop: 1, start: 2 }],
    [
      'with clocks a little apart',
      [step('1.stop.m1', 0, 2.004), step('1.start.m1', 2, 5)],
      { stop: 2.004, start: 3 },
    ],
    ['but not what overlaps', [step('1.stop.m1', 0, 2.1), step('1.start.m1', 2, 5)], { start: 3 }],
    ['but not what began together', [step('1.start.a1', 2, 2), step('1.start.m1', 2, 5)], { start: 3 }],
    ['but not what lies outside the stop', [step('1.stage.m1', 0, 9), step('1.stop.m1', 9, 10)], { stop: 1 }],
    ['but not what is not done', [step('1.stop.m1', 0, 1, { state: 'failed' })], {}],
    ['but not what never began', [step('1.stop.m1', 0, 1, { started: undefined })], {}],
    ['but not what took no known time', [step('1.stop.m1', 0, 1, { seconds: undefined })], {}],
  ])('%s', (_what, steps, expected) => {
    const told = sums(...steps);
    expect(Object.keys(told).sort()).toEqual(Object.keys(expected).sort());
    for (const [part, seconds] of Object.entries(expected)) expect(told[part]).toBeCloseTo(seconds, 6);
  });
});

describe('beside what was foreseen', () => {
  const predicted = { parts: [{ part: 'stop', seconds: 2 }] } as unknown as PredictedHop;

  it('has each part in the order of a stop, rounded', () => {
    const views = partViews(
      predicted,
      new Map([
        ['start', 3.14],
        ['stop', 1.96],
      ]),
    );
    expect(views).toEqual([
      { part: 'stop', predicted: 2, actual: 2 },
      { part: 'start', predicted: undefined, actual: 3.1 },
    ]);
  });

  it('has what was foreseen and did not happen, and leaves out what took no time', () => {
    expect(partViews(predicted, new Map([['approve', 0.01]]))).toEqual([
      { part: 'stop', predicted: 2, actual: undefined },
    ]);
    expect(partViews(undefined, new Map())).toEqual([]);
  });
});
