import { defaultLimits } from '../../core/plan/limits.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { environmentStands } from '../../io/python/build-environment.ts';
import { configurationFindings } from '../../io/python/refuse-configuration.ts';
import { atMost } from '../../lib/at-most.ts';
import type { Finding } from '../../lib/finding.ts';
import { stagedBy } from '../records/staged.ts';
import { askedOf, checkPatched } from '../steps/check-patched.ts';

/**
 * What the plan's programs have against today's configuration, as far as their environments stand already: with what
 * the plan changes in it. The others are asked when they are rehearsed or staged, also before anything stops.
 */
export async function standingPrograms(plan: Plan): Promise<Finding[]> {
  const found = await atMost(defaultLimits.inAll, stagedBy(plan), async (staged) => {
    if (staged.proves === 'migrator' || !(await environmentStands(staged))) return [];
    return configurationFindings(await checkPatched(staged), askedOf(staged));
  });
  return found.flat();
}
