import { expect, it } from 'vitest';
import type { RunFact } from '../../core/run/event.ts';
import { simulatedStart } from '../../core/run/simulated-start.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import { planned } from '../planner/simulated-plan.ts';
import { freedRun } from './freed-run.ts';

const now = () => new Date('2026-11-27T12:00:00Z');
const plan = planned('24.03.10', '24.03.11');
const goesBack: RunFact = { kind: 'undo.started', why: 'rollback', hops: [0], who: 'a test' };

async function found(facts: readonly RunFact[], lastId?: string) {
  const journal = simulatedJournal(now, '/runs');
  const run = await journal.create(plan);
  for (const fact of [simulatedStart(plan), ...facts]) await run.append(fact);
  const last = { id: lastId ?? run.id, run: 'r-1', who: 'ana@desk', at: now().toISOString() };
  return freedRun({ last: async () => (lastId === '' ? undefined : last) }, journal);
}

it.each<[string, RunFact[], string | undefined]>([
  ['was cut', [], 'go on: baiup resume r-1, or go back: baiup rollback r-1'],
  ['was cut on its way back', [goesBack], 'finish going back: baiup rollback r-1'],
  ['is broken', [{ kind: 'run.finished', state: 'broken' }], 'fix the cause, then: baiup rollback r-1'],
  ['is done', [{ kind: 'run.finished', state: 'done' }], undefined],
  ['has gone back', [{ kind: 'run.finished', state: 'rolled-back' }], undefined],
])('the last run of a cluster that %s is told: %j', async (_what, facts, next) => {
  expect(await found(facts)).toEqual(next && { run: 'r-1', who: 'a test', next });
});

it.each([
  ['another has had the cluster since', '0123456789ab'],
  ['the cluster has known no run: it is another of the same name', ''],
])('an unfinished run is not told where %s', async (_what, last) => {
  expect(await found([], last)).toBeUndefined();
});
