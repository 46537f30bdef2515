import { expect, it } from 'vitest';
import type { LockSnapshot } from '../../core/cluster/lock.ts';
import { simulatedLockSnapshot } from '../../core/cluster/simulated-cluster.ts';
import { runOf } from './cluster-run.ts';

const lock = simulatedLockSnapshot();

it.each<[LockSnapshot['life'], string]>([
  ['alive', 'running'],
  ['alive-elsewhere', 'running'],
  ['unknown', 'running'],
  ['dead', 'cut'],
  ['silent', 'cut'],
  ['left', 'stopped'],
])('another operator’s run, of which only the lock is known: %s is %s', async (life, state) => {
  const found = { cluster: 'lab', lock: { ...lock, life }, isLockKnown: true };
  expect(await runOf(found)).toMatchObject({ run: 'r-1', who: 'ana@desk', known: undefined, state });
});
