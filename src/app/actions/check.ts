import { oneVersion } from '../../core/cluster/one-version.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { findPath } from '../../core/path/find-path.ts';
import { isRisk } from '../../core/path/is-risk.ts';
import type { Path, Policy } from '../../core/path/path.ts';
import { withoutSettled } from '../../core/path/without-settled.ts';
import type { Windowing } from '../../core/plan/plan.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import type { Finding } from '../../lib/finding.ts';
import type { CheckInput } from '../checks/check.ts';
import { checks, runChecks } from '../checks/index.ts';
import { observe } from '../discovery/observe.ts';
import { checkInput } from './judge.ts';
import { type Cluster, openCluster } from './open-cluster.ts';

export interface CheckRequest {
  /** The release to be upgraded to; undefined to look at the cluster alone. */
  readonly to: string | undefined;
  readonly clusterFile: string | undefined;
  readonly policy: Policy;
  readonly windows: Windowing;
}

export interface Checked {
  readonly cluster: Cluster;
  readonly input: CheckInput;
  /** What the path, its risks and the checks have to say. */
  readonly findings: readonly Finding[];
  /** Codes of the checks that found nothing. */
  readonly fine: readonly string[];
}

function pathTo(snapshot: ClusterSnapshot, to: Version | undefined, policy: Policy): Path | undefined {
  const version = oneVersion(snapshot);
  if (version === undefined || to === undefined) return undefined;
  return findPath(currentCatalog(), parseVersion(version), to, { policy });
}

/** Every check on the cluster as it is now, and what the rules say of the way to `to`; nothing is changed. */
export async function check({ to, clusterFile, policy, windows }: CheckRequest): Promise<Checked> {
  const target = to === undefined ? undefined : parseVersion(to);
  const cluster = await openCluster(clusterFile);
  const snapshot = await observe(cluster.readers);
  const path = pathTo(snapshot, target, policy);
  const hops = path?.hops ?? [];
  const input = checkInput(cluster.inventory, snapshot, { hops, windows });
  const found = runChecks(input);
  const ofHops = hops.flatMap(({ findings }) => withoutSettled(findings).filter(isRisk));
  return {
    cluster,
    input,
    findings: [...found, ...(path?.findings ?? []), ...ofHops],
    fine: checks.map(({ code }) => code).filter((code) => !found.some((finding) => finding.code === code)),
  };
}
