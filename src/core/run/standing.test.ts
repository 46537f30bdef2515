import { expect, it } from 'vitest';
import type { RunEvent, RunFact } from './event.ts';
import { type Standing, standingOf } from './standing.ts';

const began: RunFact = {
  kind: 'run.started',
  plan: 'p',
  cluster: 'lab',
  from: '1',
  to: '2',
  hops: [],
  predicted: 1,
  who: 'x',
  accepted: [],
};
const undo: RunFact = { kind: 'undo.started', why: 'rollback', hops: [], who: 'x' };

it.each<[Standing, RunFact[]]>([
  ['unbegun', []],
  ['unfinished', [began]],
  ['unfinished', [began, { kind: 'run.stopped' }]],
  ['unfinished', [began, undo]],
  ['broken', [began, undo, { kind: 'run.finished', state: 'broken' }]],
  ['ended', [began, { kind: 'run.finished', state: 'done' }]],
  ['ended', [began, { kind: 'run.finished', state: 'failed' }]],
  ['ended', [began, { kind: 'run.finished', state: 'rolled-back' }]],
])('%s: %#', (standing, facts) => {
  const events = facts.map(
    (fact, index): RunEvent => ({ seq: index + 1, at: '2026-01-01T00:00:00Z', run: 'r-1', ...fact }),
  );
  expect(standingOf({ events })).toBe(standing);
  expect(standingOf({ events, damage: {} })).toBe('damaged');
});
