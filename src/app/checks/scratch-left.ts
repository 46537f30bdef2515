import { isAbandoned } from '../../core/cluster/lock.ts';
import type { Check } from './check.ts';

/** A run that was killed drops nothing: its scratch databases take room until another run has ended. */
export const scratchLeft: Check = {
  code: 'database.scratch-left',
  find: ({ snapshot: { cluster, scratches, lock } }) => {
    // Whoever has the cluster may be using them.
    if (scratches.length === 0 || (lock && !isAbandoned(lock))) return [];
    return [
      {
        code: 'database.scratch-left',
        severity: 'info',
        subject: cluster,
        summary: `a run that was cut off left scratch databases on the server: ${scratches.join(', ')}`,
        hint: 'you need not do anything: the next apply, resume or rollback of this cluster drops them',
      },
    ];
  },
  stands: true,
};
