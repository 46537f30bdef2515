import type { Plan } from '../../../core/plan/plan.ts';
import { walkPlan } from '../../../core/plan/walk.ts';
import type { Finding } from '../../../lib/finding.ts';
import { besideFlaws } from './beside-flaws.ts';
import { censusFlaws } from './census-flaws.ts';
import { dataFlaws } from './data-flaws.ts';
import { environmentFlaws } from './environment-flaws.ts';
import type { Flaw } from './flaw.ts';
import { gateFlaws } from './gate-flaws.ts';
import { memberFlaws } from './member-flaws.ts';
import { needsFlaws } from './needs-flaws.ts';
import { orderOf, sortedByNeeds } from './order.ts';
import { pathFlaws } from './path-flaws.ts';
import { stepFlaws } from './step-flaws.ts';
import { waveFlaws } from './wave-flaws.ts';

const asFinding = ({ where, what }: Flaw): Finding => ({
  code: 'plan.unsound',
  severity: 'blocker',
  subject: where,
  summary: `${where}: ${what}`,
});

/**
 * Checks from the plan alone that the planner could have made it: every step is known and has what it needs, every
 * change has its way back, everything stopped is started, and everything migrated is captured before.
 * @returns a blocker for each place that is not so
 */
export function soundPlan(plan: Plan): Finding[] {
  const placed = walkPlan(plan);
  const first = [...pathFlaws(plan), ...stepFlaws(plan, placed), ...needsFlaws(plan, placed)];
  // What follows takes for granted what was looked at so far.
  if (first.length > 0) return first.map(asFinding);
  const order = orderOf(sortedByNeeds(placed));
  return [
    ...memberFlaws(plan, placed),
    ...dataFlaws(plan, placed, order),
    ...gateFlaws(plan, placed, order),
    ...censusFlaws(plan, placed, order),
    ...environmentFlaws(plan, placed, order),
    ...waveFlaws(plan, placed, order),
    ...besideFlaws(plan, placed, order),
  ].map(asFinding);
}
