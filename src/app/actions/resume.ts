import type { RunView } from '../../core/run/view.ts';
import { type DriveOptions, sameCluster } from '../engine/drive.ts';
import { goOn } from '../engine/go-on.ts';
import { runJournal } from '../records/run-journal.ts';
import { oneRun } from '../records/runs.ts';
import { openCluster } from '../wiring/open-cluster.ts';

export interface ResumeRequest extends DriveOptions {
  readonly run: string;
  readonly clusterFile: string | undefined;
}

/**
 * Goes on with a run that was stopped, cut, or waits; one that has ended is left alone.
 * @throws BaiupError `run.unknown`, `run.driven-elsewhere`, `cluster.*`
 */
export async function resume(request: ResumeRequest): Promise<RunView> {
  const record = await runJournal().open(request.run);
  const before = await oneRun(request.run);
  if (before.state !== 'running' && before.state !== 'stopped' && before.state !== 'undoing') return before;
  const cluster = await openCluster(request.clusterFile);
  sameCluster(cluster, record.plan.cluster, request.run);
  return goOn(cluster, record, request, () => undefined);
}
