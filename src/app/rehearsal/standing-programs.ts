import { defaultLimits } from '../../core/plan/limits.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { environmentStands } from '../../io/python/build-environment.ts';
import { configurationFindings } from '../../io/python/refuse-configuration.ts';
import { atMost } from '../../lib/at-most.ts';
import type { Finding } from '../../lib/finding.ts';
import type { Readers } from '../discovery/readers.ts';
import { stagedBy } from '../records/staged.ts';
import { askedOf, checkPatched } from '../steps/check-patched.ts';

/**
 * What the plan's programs have against today's configuration, as far as their environments stand already: with what
 * the plan changes in it. The others are asked when they are rehearsed or staged, also before anything stops.
 */
export async function standingPrograms(
  plan: Plan,
  readers: Pick<Readers, 'host' | 'service'>,
): Promise<Finding[]> {
  const found = await atMost(defaultLimits.inAll, stagedBy(plan), async (staged) => {
    const host = readers.host(staged.host);
    if (staged.proves === 'migrator' || !(await environmentStands({ ...staged, host }))) return [];
    const program = await readers.service(staged.member).program();
    return configurationFindings(await checkPatched({ host, program }, staged), askedOf(staged, program));
  });
  return found.flat();
}
