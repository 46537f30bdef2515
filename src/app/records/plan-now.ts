import type { Plan } from '../../core/plan/plan.ts';
import type { Rehearsed } from '../../core/plan/rehearsed.ts';
import { foreseenNow } from '../../core/plan/with-prediction.ts';
import { knownTimes } from './known-times.ts';
import { readPlan } from './read-plan.ts';

export interface PlanNow {
  readonly plan: Plan;
  /** What its latest rehearsal said, if there was one. */
  readonly rehearsed: Rehearsed | undefined;
}

/** A plan's file, with its downtime by its latest receipt and by what runs have measured meanwhile; reads no cluster. */
export async function planNow(file: string): Promise<PlanNow> {
  const plan = await readPlan(file);
  const known = await knownTimes(plan);
  return { plan: foreseenNow(plan, known), rehearsed: known.rehearsed };
}
