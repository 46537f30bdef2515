import type { Plan } from '../../core/plan/plan.ts';
import { type PlacedStep, walkPlan } from '../../core/plan/walk.ts';

/** The wave of each agent that turns in one, hop by hop. */
type WavesOfHop = ReadonlyMap<string, number>;

/** The member that a step is about. */
export const memberOfStep = ({ step }: Pick<PlacedStep, 'step'>): string | undefined => {
  const { member } = step.params;
  return typeof member === 'string' ? member : undefined;
};

/** Gives the agents of a hop that turn in waves. */
export function wavesOfRun(plan: Plan): (hop: number) => WavesOfHop {
  const hops = plan.hops.map(() => new Map<string, number>());
  for (const { step, phase, hop } of walkPlan(plan)) {
    const member = memberOfStep({ step });
    if (phase.wave !== undefined && member !== undefined) hops[hop]?.set(member, phase.wave);
  }
  return (hop) => hops[hop] ?? new Map();
}
