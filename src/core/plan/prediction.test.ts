import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../lib/duration.ts';
import { figuresFrom, type Known } from './figures-from.ts';
import type { MeasuredTime } from './measured-time.ts';
import type { Phase, PlannedStep } from './plan.ts';
import { predict } from './prediction.ts';
import { schedule } from './schedule.ts';
import { wayBack } from './way-back.ts';
import { turnRoundBy, windowFinding, windowNeed } from './window.ts';

const kinds: Readonly<Record<string, string>> = {
  stop: 'service.stop',
  start: 'service.start',
  capture: 'database.capture',
  migrate: 'schema.migrate',
  prove: 'component.prove',
};

/** "1.stop.m1 ← 1.warm.x" with an estimate of a second unless told. */
function step(
  id: string,
  needs: string[] = [],
  estimate = 1,
  params: PlannedStep['params'] = {},
): PlannedStep {
  const [, verb = '', member = ''] = id.split('.');
  const kind = kinds[verb] ?? verb;
  return {
    id,
    kind,
    title: id,
    params: { member, component: member.replace(/\d/, ''), ...params },
    needs,
    hosts: ['h'],
    estimate,
  };
}

const phase = (side: Phase['side'], steps: PlannedStep[], name: string = side): Phase => ({
  name,
  title: name,
  side,
  steps,
});

const stop = [step('1.stop.m1'), step('1.stop.a1', [], 2)];
const data = [
  step('1.capture.database', ['1.stop.m1'], 3),
  step('1.migrate.schema', ['1.capture.database', '1.stop.m1', '1.stop.a1'], 4, {
    legs: [{ run: ['r1', 'r2'] }],
  }),
];
const start = [step('1.start.m1', ['1.migrate.schema'], 2), step('1.start.a1', ['1.migrate.schema'], 1)];
const hop = {
  from: '1',
  to: '2',
  phases: [phase('stopped', stop, 'stop'), phase('stopped', data, 'data'), phase('stopped', start, 'start')],
};

it('follows the longest chain of needs, and no step outside it counts', () => {
  const all = [...stop, ...data, ...start];
  const { chain, seconds } = schedule(all, ({ estimate }) => estimate);
  expect(chain.map(({ step }) => step.id)).toEqual([
    '1.stop.m1',
    '1.capture.database',
    '1.migrate.schema',
    '1.start.m1',
  ]);
  expect(seconds).toBe(10);
  expect(schedule(all, ({ id, estimate }) => (id === '1.stop.a1' ? 9 : estimate)).seconds).toBe(15);
  expect(schedule([], () => 1)).toEqual({ seconds: 0, chain: [] });
});

const own = (kind: string, member: string, seconds: number, beside = 2, estimate = 1): MeasuredTime => ({
  kind,
  member,
  component: member.replace(/\d/, ''),
  beside,
  seconds,
  estimate,
});
const receipt = {
  steps: { '1.capture.database': 6, '1.migrate.schema': 8 },
  hops: [
    {
      from: '1',
      to: '2',
      seconds: 14,
      revisions: [
        { id: 'r1', seconds: 3 },
        { id: 'r2', seconds: 4 },
      ],
      drift: { structural: 0, cosmetic: 0, allowed: 0 },
      alembicVersion: [],
      ok: true,
    },
  ],
  restore: 5,
  copy: { bytes: 1, dump: 2, load: 1 },
} as unknown as NonNullable<Known['receipt']>;

describe('what a step is expected to take', () => {
  it.each<[string, Known, string, number, string]>([
    ['the plan’s figure where nothing is known', { own: [] }, '1.start.m1', 2, 'recorded'],
    ['the rehearsal’s', { receipt, own: [] }, '1.capture.database', 6, 'receipt'],
    [
      'the dump of the cluster itself, where that took longer',
      { receipt: { ...receipt, copy: { bytes: 1, dump: 9, load: 1 } }, own: [] },
      '1.capture.database',
      9,
      'receipt',
    ],
    [
      'the rehearsal’s before an earlier run’s',
      { receipt, own: [own('database.capture', '', 1)] },
      '1.capture.database',
      6,
      'receipt',
    ],
    [
      'the plan’s at the pace of the rehearsal',
      { receipt: { ...receipt, imports: 2.2 }, own: [] },
      '1.start.m1',
      4,
      'paced',
    ],
    [
      'an earlier run’s before any pace',
      { receipt: { ...receipt, imports: 2.2 }, own: [own('service.start', 'm1', 7, 2, 2)] },
      '1.start.m1',
      7,
      'cluster',
    ],
    [
      'an earlier start’s, brought to a release that takes longer',
      { own: [own('service.start', 'm1', 7, 2, 1)] },
      '1.start.m1',
      14,
      'cluster',
    ],
    [
      'the member’s own median',
      { own: [9, 3, 4].map((each) => own('service.stop', 'm1', each)) },
      '1.stop.m1',
      4,
      'cluster',
    ],
    [
      'the five latest',
      { own: [90, 90, 90, 1, 2, 3, 4, 5].map((each) => own('service.stop', 'm1', each)) },
      '1.stop.m1',
      3,
      'cluster',
    ],
    ['another member of its component', { own: [own('service.stop', 'm2', 7)] }, '1.stop.m1', 7, 'cluster'],
    [
      'its pace, where others ran beside it',
      { own: [own('service.start', 'm1', 3, 4, 2)] },
      '1.start.m1',
      3,
      'cluster',
    ],
    ['not another kind', { own: [own('service.stop', 'm1', 7)] }, '1.start.m1', 2, 'recorded'],
  ])('%s', (_what, known, id, seconds, source) => {
    const found = hop.phases.flatMap(({ steps }) => steps).find((each) => each.id === id);
    expect(found && figuresFrom(known)(found, hop)).toMatchObject({ seconds, source });
  });

  it('with its windows cut in another way, goes by the revisions that it runs', () => {
    const [, migrate] = data;
    const other = figuresFrom({ receipt, own: [] }, 'other');
    expect(migrate && other(migrate, hop).seconds).toBeCloseTo(7.1);
    const unknown = step('1.migrate.schema', [], 4, { legs: [{ run: ['r1', 'r9'] }] });
    expect(other(unknown, hop)).toMatchObject({ seconds: 4, source: 'recorded' });
  });
});

describe('a prediction', () => {
  it('has parts that add up, and says where each comes from', () => {
    const { predicted, hops } = predict(
      [hop],
      figuresFrom({ receipt, own: [own('service.start', 'm1', 3, 2, 2)] }),
    );
    expect(predicted).toBe(18);
    expect(hops[0]?.parts).toEqual([
      { part: 'stop', seconds: 1, source: 'recorded' },
      { part: 'capture', seconds: 6, source: 'receipt' },
      { part: 'migrate', seconds: 8, source: 'receipt' },
      { part: 'start', seconds: 3, source: 'cluster' },
    ]);
    expect(hops[0]?.parts.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(predicted);
  });

  it('has a range that is the narrower, the more was measured', () => {
    const width = (known: Known): number => {
      const { predicted, predictedRange } = predict([hop], figuresFrom(known));
      expect(predictedRange[0]).toBeLessThan(predicted);
      expect(predictedRange[1]).toBeGreaterThan(predicted);
      return (predictedRange[1] - predictedRange[0]) / predicted;
    };
    const [nothing, rehearsed] = [width({ own: [] }), width({ receipt, own: [] })];
    expect(rehearsed).toBeLessThan(nothing);
  });
});

describe('the way back', () => {
  it.each([
    ['as it was measured', 5, 5 + 2 + 2],
    ['by the size of the database, where it was not', undefined, 11 + 2 + 2],
  ])('%s', (_what, measured, seconds) => {
    const back = wayBack([hop], figuresFrom({ own: [] }), { measured, databaseBytes: 600e6 });
    expect(back.predicted).toBe(seconds);
  });

  it('restores nothing where nothing is migrated', () => {
    const minor = { phases: [phase('stopped', [...stop, ...start])] };
    expect(wayBack([minor], figuresFrom({ own: [] }), { databaseBytes: 1e12 }).predicted).toBe(4);
  });
});

it('goes back beside the new programs of members that have turned so', () => {
  const beside = [step('1.stand-in.w1', [], 6), step('1.stop.w1', ['1.stand-in.w1'])];
  const turned = { phases: [{ ...phase('before', beside), beside: true as const }, phase('stopped', start)] };
  expect(wayBack([turned], figuresFrom({ own: [] }), { databaseBytes: 0 }).predicted).toBe(9);
});

describe('a window', () => {
  const need = { downtime: 60, beside: 0, between: 0, waves: 0, wayBack: 30, total: 90 };
  it.each([
    ['90s', undefined],
    ['89s', 'window.too-short'],
  ])('of %s', (window, code) => {
    expect(windowFinding('1 → 2', parseDuration(window), need, [])?.code).toBe(code);
  });

  it('says how much is needed, and what would fit', () => {
    const others = [
      { what: '--windows one', needs: 40 },
      { what: 'baiup plan 1.5 first', needs: 80 },
    ];
    expect(windowFinding('1 → 2', 60, need, others)).toMatchObject({
      severity: 'blocker',
      summary: 'it may take 1m30s, more than the window of 1m',
      hint: 'what would fit: --windows one (needs 40s)',
    });
    expect(windowFinding('1 → 2', 10, need, others)?.hint).toBe(
      'nothing fits; the shortest: --windows one (needs 40s)',
    );
    expect(windowFinding('1 → 2', 10, need, [])?.hint).toContain('--window 1m30s');
  });

  it('holds the proof between two hops too', () => {
    const first = { phases: [...hop.phases, phase('back', [step('1.prove.m1', [], 5)])] };
    const second = { phases: [phase('before', [step('2.warm.x', [], 3)], 'warm'), ...hop.phases] };
    const range = (high: number) => ({ predictedRange: [0, high] as [number, number] });
    expect(windowNeed([first], range(10), range(4))).toMatchObject({ between: 0, total: 14 });
    expect(windowNeed([first, second], range(10), range(4))).toMatchObject({ between: 8, total: 22 });
    const waited = { phases: [phase('before', [step('2.wait.database', [], 30)], 'wait'), ...hop.phases] };
    expect(windowNeed([first, waited], range(10), range(4))).toMatchObject({ between: 35, total: 49 });
  });

  it('holds members that turn beside their old programs too', () => {
    const beside = [step('1.stand-in.w1', [], 6), step('1.stop.w1', ['1.stand-in.w1'])];
    const hops = [
      { phases: [{ ...phase('before', beside), beside: true as const }, phase('stopped', stop)] },
    ];
    const need = windowNeed(hops, { predictedRange: [2, 3] }, { predictedRange: [8, 9] });
    expect(need).toMatchObject({ beside: 7, total: 19 });
    expect(windowFinding('1 → 2', 18, need, [])?.detail).toContain('7s in which members turn beside');
  });

  it('has a last moment to turn round', () => {
    expect(turnRoundBy(1000, { seconds: 600, wayBack: 100 })).toBe(501_000);
  });
});

it.each([
  ['90s', 90],
  ['20m', 1200],
  ['1h30m', 5400],
  ['1h', 3600],
])('reads %s', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

it.each(['', '20', '20 m', '0s', 'm', '1m1h', '-5m', '1.5h'])('refuses the duration "%s"', (text) => {
  expect(() => parseDuration(text)).toThrow(
    expect.objectContaining({ code: 'duration.malformed', exit: 64 }),
  );
});
