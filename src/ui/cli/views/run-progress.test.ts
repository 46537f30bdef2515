import { expect, it } from 'vitest';
import type { RunEvent, RunFact } from '../../../core/run/event.ts';
import type { Progress } from '../progress.ts';
import { runProgress } from './run-progress.ts';

const origin = Date.parse('2026-11-27T12:00:00Z');
const stop = { step: '1.stop.m1', hop: 0, title: 'stop', service: 'stopping', member: 'm1' } as const;
const start = { step: '1.start.m1', hop: 0, title: 'start', service: 'starting', member: 'm1' } as const;
const proof = { step: '1.prove.m1', hop: 0, title: 'prove' };
const stopped: [number, RunFact] = [0, { kind: 'step.started', ...stop }];
const allUp: [number, RunFact][] = [
  stopped,
  [10, { kind: 'step.finished', seconds: 4, ...start }],
  [11, { kind: 'step.started', ...proof }],
];
const back = (why: 'failure' | 'rollback', at: number): [number, RunFact][] => [
  [at, { kind: 'undo.started', why, hops: [0], who: 'x' }],
  [at + 5, { kind: 'undo.finished', seconds: 5 }],
];

/** The lines between the steps. */
function said(facts: readonly (readonly [number, RunFact])[]): string[] {
  const lines: string[] = [];
  const nothing = (): void => undefined;
  const progress = { started: nothing, finished: nothing, headline: nothing, stop: nothing };
  const show = runProgress({ ...progress, say: (line) => void lines.push(line) } as Progress, () => origin);
  for (const [index, [second, fact]] of facts.entries()) {
    const at = new Date(origin + second * 1000).toISOString();
    show({ seq: index + 1, at, run: 'r-1', ...fact } as RunEvent);
  }
  return lines.map((line) => line.replaceAll('─', '').trim());
}

it('a service that did not end by itself is said to be killed', () => {
  const ended = (killed: boolean): [number, RunFact] => [
    30,
    { kind: 'step.finished', seconds: 30, ...stop, result: { killed } },
  ];
  const line = 'it did not end by itself, so it was killed after 30.0 s';
  expect(said([stopped, ended(true)])).toContain(line);
  expect(said([stopped, ended(false)])).not.toContain(line);
});

it.each<[string, (readonly [number, RunFact])[], string]>([
  ['a hop that failed within its stop', [stopped, ...back('failure', 20)], ' · 25.0 s without full service'],
  [
    'a hop that failed once all answered',
    [...allUp, ...back('failure', 20)],
    ' · 25.0 s without full service',
  ],
  [
    'a hop that is done and taken back',
    [...allUp, [12, { kind: 'hop.finished', hop: 0 }], ...back('rollback', 20)],
    '',
  ],
  ['a hop that stopped nothing', back('failure', 20), ''],
])('going back from %s is told with the time without service', (_what, facts, away) => {
  expect(said(facts).at(-1)).toBe(`back 12:00:25 · going back took 5.0 s${away}`);
});
