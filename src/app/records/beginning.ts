import type { Known } from '../../core/plan/figures-from.ts';
import { figuresFrom } from '../../core/plan/figures-from.ts';
import { limitsOf } from '../../core/plan/limits.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { planSha256 } from '../../core/plan/plan-id.ts';
import { predict } from '../../core/plan/prediction.ts';
import type { Receipt } from '../../core/plan/receipt.ts';
import { windowFinding } from '../../core/plan/window.ts';
import { foreseeBack } from '../../core/plan/with-prediction.ts';
import type { RunFact } from '../../core/run/event.ts';
import { refuseByFindings } from '../checks/refuse.ts';
import { operator } from '../engine/operator.ts';
import { needOf } from '../planner/window-fit.ts';
import { measuredTimesOf } from './known-times.ts';

interface Beginning {
  readonly receipt: Receipt | undefined;
  readonly noRehearsal: boolean;
  /** Codes of what was shown and accepted. */
  readonly accepted: readonly string[];
  /** Bytes that the database takes now. */
  readonly databaseBytes: number;
  /** Names of the hooks that are told. */
  readonly hooks: readonly string[];
}

/** What is known now, with a receipt that may be younger than the plan, and with every run that ended meanwhile. */
async function knownNow({ cluster }: Plan, receipt: Receipt | undefined): Promise<Known> {
  return { receipt, own: await measuredTimesOf(cluster) };
}

/**
 * How a run begins: what is foreseen by what is known now.
 * @throws BaiupError `findings.blockers` (exit 2) where the plan no longer fits into its window
 */
export async function beginning(
  plan: Plan,
  { receipt, noRehearsal, accepted, databaseBytes, hooks: told }: Beginning,
): Promise<RunFact> {
  const { id, cluster, from, to, hops, window } = plan;
  const limits = limitsOf(plan);
  const foresight = { known: await knownNow(plan, receipt), databaseBytes };
  const { predicted, predictedRange, hops: foreseen } = predict(hops, figuresFrom(foresight.known), limits);
  const tooShort = window && windowFinding(`${from} → ${to}`, window.seconds, needOf(plan, foresight), []);
  if (tooShort) refuseByFindings([tooShort], () => false);
  const wayBack = foreseeBack(hops, foresight, limits).predictedRange[1];
  const changesRead = hops.reduce((sum, { toRead = [] }) => sum + toRead.length, 0);
  return {
    kind: 'run.started',
    plan: id,
    planSha256: planSha256(plan),
    cluster,
    from,
    to,
    hops: hops.map((hop) => ({ from: hop.from, to: hop.to, kind: hop.kind })),
    predicted,
    foreseen: { predictedRange, hops: foreseen },
    ...(window ? { window: { seconds: window.seconds, wayBack } } : {}),
    who: operator(),
    accepted,
    ...(changesRead > 0 ? { changesRead } : {}),
    ...(receipt ? { rehearsed: receipt.made } : {}),
    ...(noRehearsal ? { noRehearsal } : {}),
    ...(told.length > 0 ? { hooks: told } : {}),
  };
}
