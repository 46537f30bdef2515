import { isLeftBehind } from '../../core/cluster/lock.ts';
import { lockHint, lockSummary } from '../../core/cluster/lock-words.ts';
import type { Check } from './check.ts';

/** A run that holds the lock may have stopped services, and nobody else may change the cluster meanwhile. */
export const clusterLocked: Check = {
  code: 'cluster.locked',
  find: ({ snapshot: { cluster, lock } }) =>
    lock && !isLeftBehind(lock)
      ? [
          {
            code: 'cluster.locked',
            severity: 'blocker',
            subject: cluster,
            summary: lockSummary(lock),
            hint: lockHint(lock),
          },
        ]
      : [],
};
