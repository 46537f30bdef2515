import type { RunView } from '../../core/run/view.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { doesAnswer } from '../discovery/does-answer.ts';
import { type DriveOptions, sameCluster } from '../engine/drive.ts';
import { goOn } from '../engine/go-on.ts';
import { leftForLater, postponeAsked } from '../engine/postpone-asked.ts';
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
  /** Agents of its waves, or their hosts, that keep their release for now. */
  readonly postpone?: readonly string[];
}

function endedAlready({ run }: RunView): BaiupError {
  return new BaiupError('postpone.refused', `${run} has ended, and nobody turns in it any more`, {
    exit: exitCode.refused,
    left: 'nothing was changed now',
    hint: `baiup show ${run}`,
  });
}

/**
 * Continues a run that was stopped or cut, that waits, or whose going back left something. Of a run that has ended,
 * hooks are told what they have not been told.
 * @throws BaiupError `run.unknown`, `run.superseded`, `run.driven-elsewhere`, `run.hosts-away`, `postpone.*`, `cluster.*`
 */
export async function resume(request: ResumeRequest): Promise<RunView> {
  const record = await runJournal().open(request.run);
  const before = await oneRun(request.run);
  await refuseSuperseded(runJournal(), before);
  const { postpone = [] } = request;
  if (before.state === 'done' || before.state === 'failed' || before.state === 'rolled-back') {
    if (postpone.length > 0) throw endedAlready(before);
    return tellUntold(record, before, request);
  }
  const run = await openRunCluster(record, request.clusterFile);
  sameCluster(run.cluster, record.plan.cluster, request.run);
  const { inventory, readers } = run.cluster;
  const later = leftForLater(request.run, record.plan, await record.events(), inventory, postpone);
  await refuseHostsAway(run.cluster, record, 'resume');
  const answers = (host: string): Promise<boolean> => doesAnswer(readers, host);
  const approvalOf = ({ optional }: { readonly optional: boolean }) =>
    request.yes && optional ? 'yes' : undefined;
  return goOn(run, record, request, approvalOf, (drive) => postponeAsked(drive, later, answers));
}
