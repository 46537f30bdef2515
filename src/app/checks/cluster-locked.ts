import { heldBy } from '../../core/cluster/lock.ts';
import { lockHint, lockSummary } from '../../core/cluster/lock-words.ts';
import type { Check } from './check.ts';

/** A run that holds the lock may have stopped services, and nobody else may change the cluster meanwhile. */
export const clusterLocked: Check = {
  code: 'cluster.locked',
  find: ({ snapshot }) => {
    const held = heldBy(snapshot);
    if (!held) return [];
    return [
      {
        code: 'cluster.locked',
        severity: 'blocker',
        subject: snapshot.cluster,
        summary: lockSummary(held),
        hint: lockHint(held),
      },
    ];
  },
  stands: true,
};
