import { refuseAway } from '../checks/refuse-away.ts';
import { observe } from '../discovery/observe.ts';
import { sameCluster } from '../engine/drive.ts';
import { planAgain } from '../records/plan-again.ts';
import { readPlan } from '../records/read-plan.ts';
import type { RehearseOptions } from '../rehearsal/rehearse-options.ts';
import { type RehearsedPlan, rehearsePlan } from '../rehearsal/rehearse-plan.ts';
import { openWithout } from '../wiring/open-without.ts';

export interface RehearseRequest extends RehearseOptions {
  readonly planFile: string;
  readonly clusterFile: string | undefined;
  /** Called once the cluster has been looked at: from now on something would be left where it is cut. */
  readonly onBegin: () => void;
}

/**
 * Carries out a plan's database and configuration part on copies of the cluster's own data; the cluster is only read.
 * @throws BaiupError `plan.*`, `cluster.*`, `rehearsal.*`, `scratch.*`, `database.*` where nothing could be rehearsed
 */
export async function rehearse(request: RehearseRequest): Promise<RehearsedPlan> {
  const plan = await readPlan(request.planFile);
  const cluster = await openWithout(request.clusterFile, plan.postponed);
  sameCluster(cluster, plan.cluster, request.planFile);
  const snapshot = await observe(cluster.readers);
  refuseAway(snapshot);
  const again = await planAgain(cluster, plan, snapshot);
  request.onBegin();
  return rehearsePlan(cluster, again, snapshot.space, request);
}
