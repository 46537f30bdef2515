import { z } from 'zod';
import type { StepContext } from './context.ts';
import { clusterData, type Step } from './step.ts';

const params = z.strictObject({ hop: z.int().positive() });

/** @returns how many there were; null where nobody can tell, and then they end by themselves, after minutes */
const release = async (_params: unknown, { releaseLocks }: StepContext) => ({
  released: (await releaseLocks()) ?? null,
});

/**
 * With `distributed-lock = "redlock"` a manager that was killed leaves its locks in Redis, the one for preparing sessions for
 * up to 630 s (`init_lock_factory` of ai/backend/manager/server.py): until then no new manager starts sessions. The old ones
 * after a failure neither, so going back does the same.
 */
export const locksRelease: Step<z.infer<typeof params>> = {
  kind: 'locks.release',
  params,
  title: () => 'Remove the locks that managers have left in Redis',
  estimate: 0.2,
  probe: async () => 'todo',
  apply: release,
  verify: async () => undefined,
  undo: release,
  data: () => clusterData,
  notUndone: () =>
    'locks of managers may be left in Redis: sessions start once they expire, after ten minutes at most',
};
