import { presentMembers } from '../../core/cluster/one-version.ts';
import type { ClusterSnapshot, OwnDatabaseSnapshot } from '../../core/cluster/snapshot.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import { clusterLocked } from '../checks/cluster-locked.ts';
import { clusterUnfinished } from '../checks/cluster-unfinished.ts';
import { installedRelease, judge } from '../checks/judge.ts';
import { observe } from '../discovery/observe.ts';
import { observePartly, type PartlyObserved } from '../discovery/observe-partly.ts';
import { type ClusterRun, runOf } from '../records/cluster-run.ts';
import { type Cluster, openCluster } from '../wiring/open-cluster.ts';

interface WholeStatus {
  readonly kind: 'whole';
  readonly snapshot: ClusterSnapshot;
  /** How the database stands to the installed release. */
  readonly route: 'none' | 'not-at-head' | 'unknown';
  /** Databases beside the cluster's that the installed release has, and how each stands to it. */
  readonly ownDatabases: readonly (Pick<OwnDatabaseSnapshot, 'member' | 'name' | 'state' | 'revisions'> & {
    readonly route: WholeStatus['route'];
  })[];
  readonly run: ClusterRun | undefined;
  readonly findings: readonly Finding[];
}

/** What can be told of a cluster that cannot be read as a whole. */
interface PartialStatus extends PartlyObserved {
  readonly kind: 'partial';
  readonly cluster: string;
  readonly run: ClusterRun | undefined;
  /** Why the rest cannot be told. */
  readonly trouble: BaiupError;
}

export type ClusterStatus = WholeStatus | PartialStatus;

function routeAt(revisions: readonly string[], head: string | undefined): WholeStatus['route'] {
  if (head === undefined) return 'unknown';
  return revisions.join() === head ? 'none' : 'not-at-head';
}

/** How a cluster is whose database or etcd is away: its members, and the run that has it, are all the more wanted. */
async function partialStatus({ readers }: Cluster, trouble: BaiupError): Promise<PartialStatus> {
  const { cluster } = readers.inventory;
  const seen = await observePartly(readers);
  return { kind: 'partial', cluster, ...seen, run: await runOf({ cluster, ...seen }), trouble };
}

/** How a cluster is: versions, health, database, workloads, and the run in progress. */
export async function status(clusterFile: string | undefined): Promise<ClusterStatus> {
  const cluster = await openCluster(clusterFile);
  const found = await observe(cluster.readers, 'status').catch((error: unknown) => {
    if (error instanceof BaiupError) return error;
    throw error;
  });
  return found instanceof BaiupError ? partialStatus(cluster, found) : wholeStatus(cluster, found);
}

async function wholeStatus(cluster: Cluster, snapshot: ClusterSnapshot): Promise<WholeStatus> {
  // Who has the lock, or had it, is told with the run.
  const toldApart = [clusterLocked.code, clusterUnfinished.code];
  const findings = judge(cluster.inventory, snapshot).filter(({ code }) => !toldApart.includes(code));
  const release = installedRelease(snapshot);
  const present = new Set(presentMembers(snapshot).map(({ id }) => id));
  const ownDatabases = snapshot.ownDatabases
    .filter(({ member }) => present.has(member))
    .map(({ member, name, state, revisions }) => {
      const route = routeAt(revisions, release?.proxySchema?.heads[0]);
      return { member, name, state, revisions, route };
    });
  const route = routeAt(snapshot.revisions, release?.schema.heads[0]);
  return {
    kind: 'whole',
    snapshot,
    route,
    ownDatabases,
    run: await runOf({ ...snapshot, isLockKnown: true }),
    findings,
  };
}
