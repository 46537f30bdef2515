import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { readGround } from '../discovery/read-ground.ts';
import { madeAgain } from '../planner/made-again.ts';
import { factsOf } from '../planner/make-plan.ts';
import { refuseStale } from '../planner/stale.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { knownTimes } from './known-times.ts';

/**
 * A plan as it is carried out on the cluster as it is now: made again from the same facts, with today's figures.
 * @throws BaiupError `plan.stale` where the facts are others, `plan.differs` where the plan is (both exit 2)
 */
export async function planAgain(
  { readers }: Pick<Cluster, 'readers'>,
  plan: Plan,
  snapshot: ClusterSnapshot,
): Promise<Plan> {
  refuseStale(plan, factsOf(snapshot));
  const ground = await readGround(readers, snapshot, plan.leaveFiles ?? false);
  return madeAgain(plan, ground, await knownTimes(plan));
}
