import type { RunView } from '../../core/run/view.ts';
import { type DriveOptions, driveRun, engine, sameCluster } from '../engine/drive.ts';
import { runJournal } from '../records/run-journal.ts';
import { oneRun } from '../records/runs.ts';
import { openCluster } from '../wiring/open-cluster.ts';

export interface RollbackRequest extends DriveOptions {
  readonly run: string;
  readonly clusterFile: string | undefined;
}

/** Takes a run back to where it began, through all its hops; one that is back already is left alone. */
export async function rollback(request: RollbackRequest): Promise<RunView> {
  const record = await runJournal().open(request.run);
  const before = await oneRun(request.run);
  if (before.state === 'rolled-back') return before;
  const cluster = await openCluster(request.clusterFile);
  sameCluster(cluster, record.plan.cluster, request.run);
  return await driveRun(cluster, record, `rollback to ${record.plan.from}`, request, engine.rollback);
}
