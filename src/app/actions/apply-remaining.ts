import { join } from 'node:path';
import { planText } from '../../core/plan/plan-text.ts';
import type { RunView } from '../../core/run/view.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { shortList } from '../../lib/short-list.ts';
import { agentBehind } from '../checks/agent-behind.ts';
import { acceptedCodes } from '../checks/known-codes.ts';
import { refuseByFindings } from '../checks/refuse.ts';
import { doesAnswer } from '../discovery/does-answer.ts';
import { driveRun, sameCluster } from '../engine/drive.ts';
import { whyOf } from '../engine/go-on.ts';
import { takeLeftBack } from '../engine/take-left-back.ts';
import { agentPostponed } from '../planner/postponed-findings.ts';
import { refuseSuperseded } from '../records/refuse-superseded.ts';
import { requireRemaining } from '../records/require-remaining.ts';
import { runJournal } from '../records/run-journal.ts';
import { oneRun } from '../records/runs.ts';
import { keptFile } from '../steps/kept-file.ts';
import { type Cluster, openCluster } from '../wiring/open-cluster.ts';
import { openRunCluster } from '../wiring/open-run-cluster.ts';
import { type Applied, type ApplyRequest, applyOn } from './apply.ts';
import { planWithoutAway } from './plan.ts';

function refused(code: string, message: string, hint: string): BaiupError {
  return new BaiupError(code, message, { exit: exitCode.refused, left: 'nothing was changed', hint });
}

/**
 * What the run itself left half done on agents that it postponed is taken back first. No other run can do that, so their
 * hosts have to answer, unless cluster.yaml has them no more.
 * @throws BaiupError `remaining.away`
 */
async function finishLeft(
  { inventory, readers }: Cluster,
  record: RunRecord,
  view: RunView,
  request: Omit<ApplyRequest, 'planFile'>,
) {
  const known = new Set(inventory.components.map(({ id }) => id));
  const halfDone = (view.postponed ?? []).filter(
    ({ member, left }) => left !== undefined && known.has(member),
  );
  if (halfDone.length === 0) return;
  for (const { member, host } of halfDone)
    if (!(await doesAnswer(readers, host)))
      throw refused(
        'remaining.away',
        `${host} does not answer, and ${view.run} has left ${member} half done there`,
        `once it answers: baiup apply --remaining ${view.run}; a host that is gone for good is taken out of cluster.yaml`,
      );
  const { cluster } = await openRunCluster(record, request.clusterFile);
  await driveRun(cluster, record, whyOf(record), request, (drive) =>
    takeLeftBack(drive, (member) => !known.has(member)),
  );
}

/**
 * Finishes a run on the agents that it has postponed: a plan of its own for them, made now and carried out at once.
 * @throws BaiupError `run.unknown`, `run.superseded`, `remaining.*`, `cluster.other`, and those of `apply`
 */
export async function applyRemaining(run: string, asked: Omit<ApplyRequest, 'planFile'>): Promise<Applied> {
  const record = await runJournal().open(run);
  const view = await oneRun(run);
  requireRemaining(view);
  await refuseSuperseded(runJournal(), view);
  const cluster = await openCluster(asked.clusterFile);
  sameCluster(cluster, record.plan.cluster, run);
  await finishLeft(cluster, record, view, asked);
  const whom = shortList((view.postponed ?? []).map(({ member }) => member));
  const accept = [...acceptedCodes(asked.accept), agentBehind.code, agentPostponed];
  const { policy } = record.plan;
  const { cluster: rest, planned } = await planWithoutAway(cluster, parseVersion(record.plan.to), {
    policy,
    clusterFile: asked.clusterFile,
    windows: 'each',
    leaveFiles: record.plan.leaveFiles ?? false,
    noAnnouncement: true,
    accept,
  });
  if (planned.kind === 'nothing-to-do' && rest !== cluster)
    throw refused(
      'remaining.away',
      `${whom} still does not answer`,
      `once it does: baiup apply --remaining ${run}`,
    );
  if (planned.kind === 'nothing-to-do')
    throw refused('remaining.none', `${whom} has ${record.plan.to} already: nothing remains`, 'baiup status');
  if (planned.kind === 'refused') {
    refuseByFindings(planned.findings, () => true);
    throw refused('remaining.refused', 'the rest of the cluster stands in the way', 'baiup check');
  }
  const planFile = join(record.folder, 'remaining.json');
  await keptFile.write(planFile, [...planText(planned.plan)].join(''));
  return applyOn(rest, planned.plan, { ...asked, accept, planFile });
}
