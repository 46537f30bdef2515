import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Receipt } from '../../core/plan/receipt.ts';
import { fixFirst, whyNot } from '../../core/plan/rehearsed.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { refuseAway } from '../checks/refuse-away.ts';
import { observe } from '../discovery/observe.ts';
import { factsOf } from '../planner/make-plan.ts';
import { refuseStale } from '../planner/stale.ts';
import { receiptFor } from '../records/receipts.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import type { RehearseOptions } from './rehearse-options.ts';
import { rehearsePlan } from './rehearse-plan.ts';

export interface FirstRehearsal extends Omit<RehearseOptions, 'dump'> {
  /** There is no receipt that counts, and why: a rehearsal begins. */
  readonly onNeeded: (why: string) => void;
  /** It has ended well. */
  readonly onReceipt: (receipt: Receipt) => void;
}

function saysNo(receipt: Receipt, planFile: string): BaiupError {
  const message = `rehearsed at ${receipt.made}, this plan failed: ${whyNot(receipt)}`;
  return new BaiupError('plan.rehearsal-failed', message, {
    exit: exitCode.refused,
    left: 'nothing was changed',
    hint: `${fixFirst(receipt)}; then rehearse again: baiup rehearse ${planFile}; or skip the rehearsal: --no-rehearsal`,
  });
}

/**
 * The successful receipt of a plan. If none counts, the plan is rehearsed now.
 * @throws BaiupError `plan.rehearsal-failed` (exit 2), `plan.stale` when the cluster changed meanwhile, and what a
 * rehearsal throws
 */
export async function rehearsedFirst(
  cluster: Cluster,
  plan: Plan,
  { space }: Pick<ClusterSnapshot, 'space'>,
  planFile: string,
  rehearsal: FirstRehearsal,
): Promise<Receipt> {
  const judged = await receiptFor(cluster, plan, new Date());
  if (judged.kind === 'fresh') {
    if (!judged.receipt.ok) throw saysNo(judged.receipt, planFile);
    return judged.receipt;
  }
  rehearsal.onNeeded(judged.why);
  const { receipt } = await rehearsePlan(cluster, plan, space, rehearsal);
  if (!receipt.ok) throw saysNo(receipt, planFile);
  rehearsal.onReceipt(receipt);
  const now = await observe(cluster.readers);
  refuseAway(now);
  refuseStale(plan, factsOf(now));
  return receipt;
}
