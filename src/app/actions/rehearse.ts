import { observe } from '../discovery/observe.ts';
import { factsOf } from '../planner/make-plan.ts';
import { sameCluster } from './drive.ts';
import { openCluster } from './open-cluster.ts';
import { readPlan } from './read-plan.ts';
import type { RehearseOptions } from './rehearse-options.ts';
import { type RehearsedPlan, rehearsePlan } from './rehearse-plan.ts';
import { refuseStale } from './stale.ts';

export interface RehearseRequest extends RehearseOptions {
  readonly planFile: string;
  readonly clusterFile: string | undefined;
}

/**
 * Carries out a plan's database and configuration part on copies of the cluster's own data; the cluster is only read.
 * @throws BaiupError `plan.*`, `cluster.*`, `rehearsal.*`, `scratch.*`, `database.*` where nothing could be rehearsed
 */
export async function rehearse(request: RehearseRequest): Promise<RehearsedPlan> {
  const plan = await readPlan(request.planFile);
  const cluster = await openCluster(request.clusterFile);
  sameCluster(cluster, plan.cluster, request.planFile);
  const snapshot = await observe(cluster.readers);
  refuseStale(plan, factsOf(snapshot));
  return rehearsePlan(cluster, plan, snapshot.space, request);
}
