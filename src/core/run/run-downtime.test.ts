import { describe, expect, it } from 'vitest';
import type { PredictedHop } from '../plan/predicted-hop.ts';
import type { RunEvent, RunFact, UndoReason } from './event.ts';
import { reduceRun } from './reduce.ts';

const origin = Date.parse('2026-01-01T00:00:00Z');

/** Events from facts and the second at which each happened. */
function events(facts: readonly (readonly [number, RunFact])[]): RunEvent[] {
  return facts.map(([second, fact], index) => ({
    seq: index + 1,
    at: new Date(origin + second * 1000).toISOString(),
    run: 'r-1',
    ...fact,
  }));
}

const foreseen: PredictedHop = {
  from: '1',
  to: '2',
  predicted: 5,
  predictedRange: [4, 8],
  parts: [
    { part: 'stop', seconds: 2, source: 'recorded' },
    { part: 'start', seconds: 3, source: 'cluster' },
  ],
  chain: [],
};

const began = (window?: { seconds: number; wayBack: number }): RunFact => ({
  kind: 'run.started',
  plan: 'p',
  cluster: 'lab',
  from: '1',
  to: '2',
  hops: [{ from: '1', to: '2', kind: 'major' }],
  predicted: 5,
  foreseen: { predictedRange: [4, 8], hops: [foreseen] },
  ...(window ? { window } : {}),
  who: 'a test',
  accepted: [],
});

const label = (step: string) => ({ step, hop: 0, title: step });
const starts = (step: string, service?: 'stopping' | 'starting'): RunFact => ({
  kind: 'step.started',
  service,
  ...label(step),
});
const ends = (step: string, seconds: number, service?: 'stopping' | 'starting'): RunFact => ({
  kind: 'step.finished',
  service,
  seconds,
  ...label(step),
});

/** The agent stops for long beside everything, and nobody waits for it but the migration. */
const stop: (readonly [number, RunFact])[] = [
  [0, starts('1.stop.m1', 'stopping')],
  [0, starts('1.stop.a1', 'stopping')],
  [1, ends('1.stop.m1', 1, 'stopping')],
  [1, starts('1.capture.database')],
  [2, ends('1.capture.database', 1)],
  [4, ends('1.stop.a1', 4, 'stopping')],
  [4.001, starts('1.migrate.schema')],
  [6, ends('1.migrate.schema', 2)],
  [6, starts('1.switch.m1')],
  [6.5, ends('1.switch.m1', 0.5)],
  [6.5, starts('1.start.m1', 'starting')],
  [9.5, ends('1.start.m1', 3, 'starting')],
];

describe('a run that is done', () => {
  const shown = () => reduceRun(events([[0, began()], ...stop, [12, { kind: 'hop.finished', hop: 0 }]]));

  it('shows what was predicted beside what it was', () => {
    expect(shown()?.downtime).toEqual({ predicted: 5, predictedRange: [4, 8], actual: 9.5 });
    expect(shown()?.hops[0]).toMatchObject({ predicted: 5, predictedRange: [4, 8], downtime: 9.5 });
  });

  it('tells its parts along the chain that was waited for', () => {
    expect(shown()?.hops[0]?.parts).toEqual([
      { part: 'stop', predicted: 2, actual: 4 },
      { part: 'migrate', predicted: undefined, actual: 2 },
      { part: 'switch', predicted: undefined, actual: 0.5 },
      { part: 'start', predicted: 3, actual: 3 },
    ]);
  });

  it('has no parts of what it took before its hop has ended', () => {
    const parts = reduceRun(events([[0, began()], ...stop]))?.hops[0]?.parts;
    expect(parts?.map(({ actual }) => actual)).toEqual([undefined, undefined]);
  });
});

const back = (step: string, at: number, seconds: number): (readonly [number, RunFact])[] => [
  [at, { kind: 'step.undoing', ...label(step) }],
  [at + seconds, { kind: 'step.undone', seconds, ...label(step) }],
];
const goesBack = (why: UndoReason, at: number): readonly [number, RunFact] => [
  at,
  { kind: 'undo.started', why, hops: [0], who: 'x' },
];
const isBack = (why: UndoReason, at: number): (readonly [number, RunFact])[] => [
  [at, { kind: 'undo.finished', seconds: 5 }],
  [at + 1, { kind: 'run.finished', state: why === 'rollback' ? 'rolled-back' : 'failed' }],
];
/** All of a hop that has started everything: its manager stops, and the old ones come up until `at + 5`. */
const undo = (why: UndoReason, at: number): (readonly [number, RunFact])[] => [
  goesBack(why, at),
  ...back('1.start.m1', at + 1, 1),
  ...back('1.migrate.schema', at + 2, 1),
  ...back('1.stop.a1', at + 3, 0),
  ...back('1.stop.m1', at + 3, 0),
  ...isBack(why, at + 5),
];
const done: readonly [number, RunFact] = [12, { kind: 'hop.finished', hop: 0 }];
const breaks = (at: number): readonly [number, RunFact] => [at, { kind: 'run.finished', state: 'broken' }];
/** The old manager came up; the agent's start failed. */
const half = (at: number): (readonly [number, RunFact])[] => [
  goesBack('failure', at),
  ...back('1.start.m1', at + 1, 1),
  ...back('1.stop.m1', at + 3, 1),
  [at + 3, { kind: 'step.undoing', ...label('1.stop.a1') }],
  [
    at + 9,
    { kind: 'step.undo-failed', seconds: 6, failure: { code: 'x', message: 'x' }, ...label('1.stop.a1') },
  ],
];
const at = (second: number): string => new Date(origin + second * 1000).toISOString();

it.each<[string, (readonly [number, RunFact])[], object]>([
  [
    'failed was without service until the old release served again',
    [...stop.slice(0, 7), goesBack('failure', 7), ...isBack('failure', 12)],
    { actual: 12 },
  ],
  [
    'failed once all had started was so until all served again',
    [...stop, ...undo('failure', 20)],
    { actual: 25 },
  ],
  ['failed before its stop was never without service', undo('failure', 7), {}],
  ['has started all, and proves it, is not without service', stop, {}],
  ['is cut in its stop is so since then', stop.slice(0, 7), { since: at(0) }],
  [
    'is cut, and taken back an hour later, was so all the time',
    [...stop.slice(0, 7), ...undo('rollback', 3600)],
    { actual: 3605 },
  ],
  [
    'was rolled back later keeps what its upgrade took, beside what going back took',
    [...stop, done, ...undo('rollback', 9999)],
    { actual: 9.5, back: 4 },
  ],
  ['is broken is without service since its first stop', [...stop, ...half(20), breaks(40)], { since: at(0) }],
  [
    'is broken after it was done is so since its first stop on the way back',
    [...stop, done, ...half(9999), breaks(10_020)],
    { actual: 9.5, since: at(10_000) },
  ],
  [
    'is broken, and back at last, was so until then',
    [
      ...stop,
      ...half(20),
      breaks(40),
      goesBack('rollback', 90),
      ...back('1.stop.a1', 91, 1),
      ...isBack('rollback', 95),
    ],
    { actual: 95 },
  ],
  [
    'is broken with all services up was without service until they were',
    [...stop, ...half(20), ...back('1.stop.a1', 30, 1), breaks(40)],
    { actual: 40 },
  ],
  [
    'finds a service dead that it had brought back is without service again',
    [
      ...stop,
      ...half(20),
      ...back('1.stop.a1', 30, 1),
      breaks(40),
      goesBack('rollback', 90),
      [91, { kind: 'step.undo-lost', ...label('1.stop.m1') }],
    ],
    { actual: 40, since: at(91) },
  ],
  [
    'stops a service again on its way back is so again until all serve',
    [
      ...stop,
      done,
      goesBack('rollback', 90),
      [91, { kind: 'step.done-again', seconds: 1, ...label('1.stop.m1') }],
      ...isBack('rollback', 95),
    ],
    { actual: 9.5, back: 4 },
  ],
  [
    'takes several ways back counts all of them',
    [...stop, done, ...half(90), ...back('1.stop.a1', 100, 1), breaks(110), ...undo('rollback', 200)],
    { actual: 9.5, back: 19 + 4 },
  ],
])('a run that %s', (_what, facts, downtime) => {
  const { predicted, predictedRange, ...measured } =
    reduceRun(events([[0, began()], ...facts]))?.downtime ?? {};
  expect([predicted, predictedRange]).toEqual([5, [4, 8]]);
  expect(measured).toEqual(downtime);
});

describe('a window', () => {
  const window = { seconds: 60, wayBack: 10 };
  const down: (readonly [number, RunFact])[] = [
    [0, began(window)],
    [20, starts('1.stage.m1')],
    [100, starts('1.stop.m1', 'stopping')],
    [101, starts('1.stop.a1', 'stopping')],
  ];

  it.each<[string, (readonly [number, RunFact])[], object]>([
    ['begins with the first stop', down, { began: at(100), turnRoundBy: at(150) }],
    ['has not begun before', down.slice(0, 2), window],
    [
      'goes on for a run that was cut while services were away',
      [...down, [130, { kind: 'run.resumed', who: 'x' }]],
      { began: at(100) },
    ],
    [
      'is over its last moment',
      [...down, [150, { kind: 'window.turn-passed', hop: 0 }]],
      { turnPassed: true },
    ],
  ])('%s', (_what, facts, expected) => {
    expect(reduceRun(events(facts))?.window).toMatchObject(expected);
  });

  it('goes on for a run of several hops that was cut within one, and is anew between two', () => {
    const second = { from: '2', to: '3', kind: 'minor' };
    const [[, first], ...others] = down as [(typeof down)[0], ...typeof down];
    if (first.kind !== 'run.started') throw new Error('it begins otherwise');
    const both: (readonly [number, RunFact])[] = [
      [0, { ...first, hops: [...first.hops, second] }],
      ...others,
    ];
    const resumed: readonly [number, RunFact] = [1000, { kind: 'run.resumed', who: 'x' }];
    expect(reduceRun(events([...both, resumed]))?.window).toMatchObject({ began: at(100) });
    const done: readonly [number, RunFact] = [160, { kind: 'hop.finished', hop: 0 }];
    expect(reduceRun(events([...both, done, resumed]))?.window).toEqual(window);
  });

  it('is given anew to a run that is resumed with its services up', () => {
    const resumed: (readonly [number, RunFact])[] = [
      [160, { kind: 'hop.finished', hop: 0 }],
      [1000, { kind: 'run.resumed', who: 'x' }],
    ];
    expect(reduceRun(events([...down, ...resumed]))?.window).toEqual(window);
  });
});
