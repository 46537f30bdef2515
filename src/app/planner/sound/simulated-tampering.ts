import type { Plan, PlannedStep } from '../../../core/plan/plan.ts';
import { walkPlan } from '../../../core/plan/walk.ts';

/** A plan as somebody edited it. */
export function edited(of: Plan, change: (draft: Plan) => void): Plan {
  const draft = structuredClone(of);
  change(draft);
  return draft;
}

export const stepIn = (draft: Plan, id: string): PlannedStep => {
  const found = walkPlan(draft).find(({ step }) => step.id === id);
  if (!found) throw new Error(`no step ${id}`);
  return found.step;
};

export const set = (id: string, change: Partial<PlannedStep>) => (draft: Plan) => {
  Object.assign(stepIn(draft, id), change);
};
export const setParams = (id: string, change: object) => (draft: Plan) => {
  Object.assign(stepIn(draft, id).params, change);
};

/** Leaves steps out; what waits for them waits for what they waited for. */
export const without =
  (...ids: string[]) =>
  (draft: Plan) => {
    for (const id of ids) {
      const { needs } = stepIn(draft, id);
      for (const { phases } of draft.hops) {
        for (const phase of phases) {
          phase.steps = phase.steps.filter((step) => step.id !== id);
          for (const step of phase.steps) {
            if (step.needs.includes(id)) step.needs = [...step.needs.filter((need) => need !== id), ...needs];
          }
        }
      }
    }
  };
