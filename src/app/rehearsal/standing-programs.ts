import { defaultLimits } from '../../core/plan/limits.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { HostReader } from '../../io/hosts/port.ts';
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
export async function standingPrograms(plan: Plan, hostOf: (name: string) => HostReader): Promise<Finding[]> {
  const found = await atMost(defaultLimits.inAll, stagedBy(plan), async (staged) => {
    const host = hostOf(staged.host);
    if (staged.proves === 'migrator' || !(await environmentStands({ ...staged, host }))) return [];
    return configurationFindings(await checkPatched(host, staged), askedOf(staged));
  });
  return found.flat();
}
