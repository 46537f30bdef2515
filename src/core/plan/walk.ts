import type { Phase, Plan, PlannedStep } from './plan.ts';

export interface PlacedStep {
  readonly step: PlannedStep;
  readonly phase: Phase;
  /** Index of the hop in the plan. */
  readonly hop: number;
}

/** Every step of a plan with its place, in the order written. */
export function walkPlan(plan: Plan): PlacedStep[] {
  return plan.hops.flatMap(({ phases }, hop) =>
    phases.flatMap((phase) => phase.steps.map((step) => ({ step, phase, hop }))),
  );
}
