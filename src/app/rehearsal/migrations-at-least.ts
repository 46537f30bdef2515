import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from '../steps/context.ts';
import { environmentKey } from '../steps/environment-key.ts';

/** Messages of what programs lack, by `environmentKey`. */
export type Lacking = Map<string, string>;

type Staging = Pick<StepContext, 'buildEnvironment' | 'requireConfiguration'>;

/**
 * Staging by which a rehearsal goes on: of a manager whose program cannot run, whatever is installed beside it, the
 * migrations alone are proven. They tell what they tell, and the receipt says no all the same.
 */
export function migrationsAtLeast(
  { buildEnvironment, requireConfiguration }: Staging,
  lacking: Lacking,
): Staging {
  return {
    buildEnvironment: async (request, signal) => {
      try {
        return await buildEnvironment(request, signal);
      } catch (error) {
        const isFaulty = error instanceof BaiupError && error.code === 'release.faulty';
        if (!isFaulty || request.component !== 'manager') throw error;
        lacking.set(environmentKey(request), error.message);
        return buildEnvironment({ ...request, proves: 'migrator' }, signal);
      }
    },
    requireConfiguration: async (request, signal) => {
      if (!lacking.has(environmentKey(request))) await requireConfiguration(request, signal);
    },
  };
}
