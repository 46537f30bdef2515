import type { Plan } from '../../core/plan/plan.ts';
import { foreseenNow } from '../../core/plan/with-prediction.ts';
import { knownTimes } from './known-times.ts';
import { readPlan } from './read-plan.ts';

/** A plan's file, with its downtime by its latest receipt and by what runs have measured meanwhile; reads no cluster. */
export async function planNow(file: string): Promise<Plan> {
  const plan = await readPlan(file);
  return foreseenNow(plan, await knownTimes(plan));
}
