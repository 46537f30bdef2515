import type { PlacedStep } from '../../../core/plan/walk.ts';

/** Something in a plan that the planner never makes. */
export interface Flaw {
  /** "hop 1, phase stop", "hop 2", "the plan" */
  readonly where: string;
  readonly what: string;
}

export const atHop = (hop: number): string => `hop ${hop + 1}`;

/** Where a step stands. */
export const atStep = ({ step, phase, hop }: PlacedStep): string =>
  `${atHop(hop)}, phase ${phase.name}, step ${step.id}`;
