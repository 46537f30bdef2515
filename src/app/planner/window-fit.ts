import { figuresFrom } from '../../core/plan/figures-from.ts';
import { limitsOf } from '../../core/plan/limits.ts';
import type { Plan, PlannedHop } from '../../core/plan/plan.ts';
import { identified } from '../../core/plan/plan-id.ts';
import { predict } from '../../core/plan/prediction.ts';
import { type OtherWay, type WindowNeed, windowFinding, windowNeed } from '../../core/plan/window.ts';
import { type Foresight, foreseeBack } from '../../core/plan/with-prediction.ts';
import type { Finding } from '../../lib/finding.ts';

/** What a plan needs of a window by what is known now. */
export function needOf(plan: Pick<Plan, 'hops' | 'limits'>, foresight: Foresight): WindowNeed {
  const { hops } = plan;
  const limits = limitsOf(plan);
  const predicted = predict(hops, figuresFrom(foresight.known), limits);
  return windowNeed(hops, predicted, foreseeBack(hops, foresight, limits), limits);
}

/** The windows the other way, and fewer hops at a time. */
function otherWays(plan: Plan, { known, databaseBytes, otherwise }: Foresight): OtherWay[] {
  const { hops, windows } = plan;
  const limits = limitsOf(plan);
  const needs = (some: readonly PlannedHop[], ids: 'same' | 'other'): number => {
    const figureOf = figuresFrom(known, ids);
    const back = foreseeBack(some, { known, databaseBytes }, limits);
    return windowNeed(some, predict(some, figureOf, limits), back, limits).total;
  };
  const other = otherwise
    ? [
        {
          what: `--windows ${windows === 'each' ? 'one' : 'each'}`,
          needs: needs(otherwise, 'other'),
        },
      ]
    : [];
  const [each = [], ids] = windows === 'each' ? [hops, 'same' as const] : [otherwise, 'other' as const];
  const fewer = each.slice(0, -1).map(({ to }, index) => ({
    what: `baiup plan ${to} first`,
    needs: needs(each.slice(0, index + 1), ids),
  }));
  return [...other, ...fewer.reverse()];
}

/** Whether a plan fits into a window with its way back: a blocker if not, else the plan with its window. */
export function fitWindow(
  plan: Plan,
  seconds: number,
  foresight: Foresight,
): { readonly plan: Plan } | { readonly finding: Finding } {
  const need = needOf(plan, foresight);
  const finding = windowFinding(`${plan.from} → ${plan.to}`, seconds, need, otherWays(plan, foresight));
  return finding ? { finding } : { plan: identified({ ...plan, window: { seconds, needed: need.total } }) };
}
