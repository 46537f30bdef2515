import { expect, it } from 'vitest';
import type { LockSnapshot } from '../../../core/cluster/lock.ts';
import { simulatedLockSnapshot } from '../../../core/cluster/simulated-cluster.ts';
import { freedLines } from './lock.ts';

const next = 'finish going back: baiup rollback r-1';

it.each<[string, Partial<LockSnapshot>, string | undefined]>([
  ['its journal is here', { journal: { run: 'r-1', state: 'unfinished', next } }, `Then: ${next}`],
  ['going back from it broke', { journal: { run: 'r-1', state: 'broken' } }, 'Then: baiup show r-1'],
  ['its journal is another’s', {}, 'Then: ana@desk can still type: baiup resume r-1, or baiup rollback r-1'],
  ['it had ended', { journal: { run: 'r-1', state: 'ended' } }, undefined],
  ['it never began', { journal: { run: 'r-1', state: 'unbegun' } }, undefined],
  ['it was a fix', { what: 'fix' }, undefined],
])('once the lock of a run is free it is said what is still to be done: %s', (_what, change, line) => {
  const lines = freedLines(simulatedLockSnapshot(change)).map((each) => each.trim());
  expect(lines.at(-1)).toBe(line);
  expect(lines.includes('Look at the cluster first: baiup status')).toBe(line !== undefined);
});
