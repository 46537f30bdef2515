import type { Plan } from '../../src/core/plan/plan.ts';
import { identified } from '../../src/core/plan/plan-id.ts';

/** The small cluster's plan, whose operator does not accept that rows differ afterwards. */
export function withoutAcceptance(plan: Plan): Plan {
  const hops = plan.hops.map((hop) => ({
    ...hop,
    phases: hop.phases.map((phase) => ({
      ...phase,
      steps: phase.steps.map((step) => {
        const { accepted, ...params } = step.params;
        return accepted === undefined ? step : { ...step, params };
      }),
    })),
  }));
  return identified({ ...plan, hops });
}
