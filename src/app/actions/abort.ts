import type { RunView } from '../../core/run/view.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { askDriver } from '../engine/ask-driver.ts';
import { type DriveOptions, sameCluster } from '../engine/drive.ts';
import { goOn } from '../engine/go-on.ts';
import { operator } from '../engine/operator.ts';
import { type Following, followRun, isDriven } from '../live/follow-run.ts';
import { runJournal } from '../records/run-journal.ts';
import { oneRun } from '../records/runs.ts';
import { openRunCluster } from '../wiring/open-run-cluster.ts';
import type { Steered } from './pause.ts';

export interface AbortRequest {
  readonly run: string;
  readonly clusterFile: string | undefined;
  /** How to follow it where another process drives it. */
  readonly following: () => Following;
  /** How to drive it where nobody does. */
  readonly driving: () => Omit<DriveOptions, 'asked'>;
}

const why = 'baiup abort';

function refuseEnded({ run, state }: RunView): void {
  if (state !== 'done' && state !== 'broken') return;
  throw new BaiupError('run.has-ended', `${run} has ended (${state}): there is nothing to give up`, {
    exit: exitCode.refused,
    left: 'nothing was changed by this command',
    hint: `to go back to where the run began: baiup rollback ${run}`,
  });
}

/**
 * Gives up the hop that a run is at: after its running steps the run goes back to where that hop began, as after a
 * failure. The process that drives the run is asked to do it. If nobody drives the run, this process takes it back. A
 * run that is back already is left alone.
 * @throws BaiupError `run.unknown`, `run.has-ended`, `run.not-heard`, `run.driven-elsewhere`, `cluster.*`
 */
export async function abort(request: AbortRequest): Promise<Steered> {
  const journal = runJournal();
  const reader = await journal.reader(request.run);
  const before = await oneRun(request.run);
  if (await isDriven(reader)) {
    const { length } = await reader.events();
    await askDriver(reader, 'abort', why);
    const view = await followRun(reader, { ...request.following(), afterSeq: length });
    return { view: view ?? before, asked: true };
  }
  refuseEnded(before);
  if (before.state === 'failed' || before.state === 'rolled-back') return { view: before, asked: false };
  const record = await journal.open(request.run);
  const run = await openRunCluster(record, request.clusterFile);
  sameCluster(run.cluster, record.plan.cluster, request.run);
  const asked = { what: 'abort', who: operator(), why, at: new Date().toISOString() } as const;
  const view = await goOn(run, record, { ...request.driving(), asked: () => asked }, () => undefined);
  return { view, asked: false };
}
