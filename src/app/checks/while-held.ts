import type { LockSnapshot } from '../../core/cluster/lock.ts';
import { lockHint, lockName } from '../../core/cluster/lock-words.ts';
import type { Finding } from '../../lib/finding.ts';

/** A finding beside a run that has the cluster: that run is gone on with, or back, before anybody puts anything right. */
export function whileHeld(finding: Finding, lock: LockSnapshot): Finding {
  return {
    ...finding,
    hint: `${lockName(lock)} has the cluster, and may have changed this: ${lockHint(lock)}`,
  };
}
