import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { RunView } from '../../core/run/view.ts';
import type { Finding } from '../../lib/finding.ts';
import { observe } from '../discovery/observe.ts';
import { installedHead, judge } from './judge.ts';
import { openCluster } from './open-cluster.ts';
import { allRuns } from './runs.ts';

export interface ClusterStatus {
  readonly snapshot: ClusterSnapshot;
  /** How the database stands to the installed release. */
  readonly route: 'none' | 'not-at-head' | 'unknown';
  /** The cluster's unfinished run. */
  readonly run: RunView | undefined;
  readonly findings: readonly Finding[];
}

/** How a cluster is: versions, health, database, workloads, and the run in progress. */
export async function status(clusterFile: string | undefined): Promise<ClusterStatus> {
  const cluster = await openCluster(clusterFile);
  const snapshot = await observe(cluster.readers);
  const findings = judge(cluster.inventory, snapshot);
  const head = installedHead(snapshot);
  const route = head === undefined ? 'unknown' : head === snapshot.revisions.join() ? 'none' : 'not-at-head';
  const open = (await allRuns()).filter(
    (run) =>
      run.cluster === snapshot.cluster && ['running', 'stopped', 'undoing', 'broken'].includes(run.state),
  );
  return { snapshot, route, run: open.at(-1), findings };
}
