import { linedJson } from '../../lib/lined-json.ts';
import type { Plan } from './plan.ts';

const spread: ReadonlySet<string> = new Set(['hops', 'phases']);

/** A plan as its file has it, piece by piece: each step, finding and component on a line of its own. */
export function* planText(plan: Plan): Generator<string> {
  yield* linedJson(plan, spread);
  yield '\n';
}
