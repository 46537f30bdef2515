import type { RunView } from '../../core/run/view.ts';
import { type DriveOptions, sameCluster } from '../engine/drive.ts';
import { goOn } from '../engine/go-on.ts';
import { refuseHostsAway } from '../engine/refuse-hosts-away.ts';
import { refuseSuperseded } from '../records/refuse-superseded.ts';
import { runJournal } from '../records/run-journal.ts';
import { oneRun } from '../records/runs.ts';
import { openRunCluster } from '../wiring/open-run-cluster.ts';
import { tellUntold } from './tell-untold.ts';

export interface ResumeRequest extends DriveOptions {
  readonly run: string;
  /** Manual steps that are optional are left out. */
  readonly yes: boolean;
  readonly clusterFile: string | undefined;
}

/**
 * Continues a run that was stopped or cut, that waits, or whose going back left something. Of a run that has ended,
 * hooks are told what they have not been told.
 * @throws BaiupError `run.unknown`, `run.superseded`, `run.driven-elsewhere`, `run.hosts-away`, `cluster.*`
 */
export async function resume(request: ResumeRequest): Promise<RunView> {
  const record = await runJournal().open(request.run);
  const before = await oneRun(request.run);
  await refuseSuperseded(runJournal(), before);
  if (before.state === 'done' || before.state === 'failed' || before.state === 'rolled-back')
    return tellUntold(record, before, request);
  const run = await openRunCluster(record, request.clusterFile);
  sameCluster(run.cluster, record.plan.cluster, request.run);
  await refuseHostsAway(run.cluster, record, 'resume');
  return goOn(run, record, request, ({ optional }) => (request.yes && optional ? 'yes' : undefined));
}
