import type { RehearseOptions } from '../../src/app/rehearsal/rehearse-options.ts';
import { rehearsePlan } from '../../src/app/rehearsal/rehearse-plan.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import type { SmallCluster } from './small-cluster.ts';

/** Rehearses a plan of a small cluster. @param space bytes: the database's, and those free for the copies */
export function rehearseSmall(
  { cluster }: SmallCluster,
  plan: Plan,
  more: Partial<RehearseOptions> = {},
  space = { database: 1e6, free: 1e12 },
) {
  const options = {
    signal: new AbortController().signal,
    onEvent: () => undefined,
    revisionLimitMs: 60_000,
    isNice: true,
  };
  return rehearsePlan(cluster, plan, space, { ...options, ...more });
}
