import { presentMembers } from '../../core/cluster/one-version.ts';
import type { ClusterSnapshot, OwnDatabaseSnapshot } from '../../core/cluster/snapshot.ts';
import type { Finding } from '../../lib/finding.ts';
import { clusterLocked } from '../checks/cluster-locked.ts';
import { installedRelease, judge } from '../checks/judge.ts';
import { observe } from '../discovery/observe.ts';
import { type ClusterRun, runOf } from '../records/cluster-run.ts';
import { openCluster } from '../wiring/open-cluster.ts';

export interface ClusterStatus {
  readonly snapshot: ClusterSnapshot;
  /** How the database stands to the installed release. */
  readonly route: 'none' | 'not-at-head' | 'unknown';
  /** Databases beside the cluster's that the installed release has, and how each stands to it. */
  readonly ownDatabases: readonly (Pick<OwnDatabaseSnapshot, 'member' | 'name' | 'state' | 'revisions'> & {
    readonly route: ClusterStatus['route'];
  })[];
  readonly run: ClusterRun | undefined;
  readonly findings: readonly Finding[];
}

function routeAt(revisions: readonly string[], head: string | undefined): ClusterStatus['route'] {
  if (head === undefined) return 'unknown';
  return revisions.join() === head ? 'none' : 'not-at-head';
}

/** How a cluster is: versions, health, database, workloads, and the run in progress. */
export async function status(clusterFile: string | undefined): Promise<ClusterStatus> {
  const cluster = await openCluster(clusterFile);
  const snapshot = await observe(cluster.readers);
  // Who has the lock is told with the run.
  const findings = judge(cluster.inventory, snapshot).filter(({ code }) => code !== clusterLocked.code);
  const release = installedRelease(snapshot);
  const present = new Set(presentMembers(snapshot).map(({ id }) => id));
  const ownDatabases = snapshot.ownDatabases
    .filter(({ member }) => present.has(member))
    .map(({ member, name, state, revisions }) => {
      const route = routeAt(revisions, release?.proxySchema?.heads[0]);
      return { member, name, state, revisions, route };
    });
  const route = routeAt(snapshot.revisions, release?.schema.heads[0]);
  return { snapshot, route, ownDatabases, run: await runOf(snapshot), findings };
}
