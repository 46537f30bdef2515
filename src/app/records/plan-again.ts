import { heldBy } from '../../core/cluster/lock.ts';
import { lockedError } from '../../core/cluster/locked-error.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { readGround } from '../discovery/read-ground.ts';
import { madeAgain } from '../planner/made-again.ts';
import { factsOf } from '../planner/make-plan.ts';
import { refuseStale } from '../planner/stale.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { knownTimes } from './known-times.ts';
import { requireNamespace } from './require-namespace.ts';

/**
 * A plan as it is carried out on the cluster as it is now: made again from the same facts, with today's figures.
 * @throws BaiupError `cluster.locked` while a run has the cluster, `etcd.namespace-unused`, `plan.stale` where the facts are others, `plan.differs` where the plan is (all exit 2)
 */
export async function planAgain(
  { readers }: Pick<Cluster, 'readers'>,
  plan: Plan,
  snapshot: ClusterSnapshot,
): Promise<Plan> {
  // What a run has half changed is nothing to compare a plan with.
  const held = heldBy(snapshot);
  if (held) throw lockedError(held);
  if (snapshot.managerStatus === undefined) await requireNamespace(readers);
  refuseStale(plan, factsOf(snapshot));
  const ground = await readGround(readers, snapshot, plan.leaveFiles ?? false);
  return madeAgain(plan, ground, await knownTimes(plan));
}
