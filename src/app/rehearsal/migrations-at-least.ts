import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from '../steps/context.ts';
import { environmentKey } from '../steps/environment-key.ts';

/** Messages of what programs lack, by `environmentKey`. */
export type Lacking = Map<string, string>;

type Staging = Pick<StepContext, 'buildEnvironment' | 'requireConfiguration' | 'requirePlugins'>;

/**
 * Staging that lets a rehearsal go on if a manager's program cannot run: it then proves the migrations alone. The
 * receipt still says no.
 */
export function migrationsAtLeast(
  { buildEnvironment, requireConfiguration, requirePlugins }: Staging,
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
    requirePlugins: async (request, signal) => {
      if (!lacking.has(environmentKey(request))) await requirePlugins(request, signal);
    },
  };
}
