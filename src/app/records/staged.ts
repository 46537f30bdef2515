import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { environmentStage } from '../steps/environment-stage.ts';

/** Every environment that a plan stages, with the step that does. */
export function stagedBy(plan: Plan) {
  return walkPlan(plan)
    .filter(({ step }) => step.kind === environmentStage.kind)
    .map(({ step }) => ({ step: step.id, ...environmentStage.params.parse(step.params) }));
}
export type Staged = ReturnType<typeof stagedBy>[number];
