import { isLeftBehind } from '../../core/cluster/lock.ts';
import { lockHint, lockSummary } from '../../core/cluster/lock-words.ts';
import type { Check } from './check.ts';

/** Whoever has the cluster may have stopped a part of it, and nobody else may change it meanwhile. */
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
