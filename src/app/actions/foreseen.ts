import type { Plan } from '../../core/plan/plan.ts';
import type { Rehearsed } from '../../core/plan/rehearsed.ts';
import { withPrediction } from '../../core/plan/with-prediction.ts';
import type { Finding } from '../../lib/finding.ts';
import { otherwiseHops, type PlanInput } from '../planner/make-plan.ts';
import { fitWindow } from '../planner/window-fit.ts';
import { knownTimes } from '../records/known-times.ts';

export type Foreseen =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly rehearsed: Rehearsed | undefined }
  | { readonly kind: 'refused'; readonly to: string; readonly findings: readonly Finding[] };

/** The plan with its prediction: from its receipt if it was rehearsed, and from earlier runs of this cluster. */
export async function foreseen(made: Plan, input: PlanInput, window: number | undefined): Promise<Foreseen> {
  const known = await knownTimes(made);
  const { rehearsed } = known;
  const isKnown = known.receipt !== undefined || known.own.length > 0;
  if (!isKnown && window === undefined) return { kind: 'plan', plan: made, rehearsed };
  const databaseBytes = input.snapshot.space.database;
  const foresight = { known, databaseBytes, otherwise: otherwiseHops(input) };
  const plan = withPrediction(made, foresight);
  if (window === undefined) return { kind: 'plan', plan, rehearsed };
  const fit = fitWindow(plan, window, foresight);
  if ('plan' in fit) return { kind: 'plan', plan: fit.plan, rehearsed };
  return { kind: 'refused', to: made.to, findings: [fit.finding] };
}
