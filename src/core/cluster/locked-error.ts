import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { LockSnapshot } from './lock.ts';
import { lockHint, lockSummary } from './lock-words.ts';

/** What whoever wants to work on a cluster is told while another has it: `cluster.locked`, exit 2. */
export function lockedError(lock: LockSnapshot): BaiupError {
  return new BaiupError('cluster.locked', `the cluster is locked: ${lockSummary(lock)}`, {
    exit: exitCode.refused,
    hint: lockHint(lock),
    left: 'nothing was changed by this command',
  });
}
