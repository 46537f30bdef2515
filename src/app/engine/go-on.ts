import { reduceRun } from '../../core/run/reduce.ts';
import type { RunView } from '../../core/run/view.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { RunCluster } from '../wiring/open-run-cluster.ts';
import { type ApprovalOf, approve } from './approve-steps.ts';
import { type DriveOptions, driveRun, engine } from './drive.ts';
import { explainMoved } from './explain-moved.ts';
import { operator } from './operator.ts';
import type { Drive } from './port.ts';
import { tellPostponed } from './postpone-asked.ts';

/** What the cluster's lock says of a run. */
export const whyOf = ({ plan: { from, to } }: RunRecord): string => `${from} → ${to}`;

/** Says how today's cluster file differs from the one that the run began with. The run goes by the latter. */
export async function tellDifferences(
  { record, onEvent }: Pick<Drive, 'record' | 'onEvent'>,
  { cluster: { file }, differs }: RunCluster,
): Promise<void> {
  if (differs.length > 0) onEvent(await record.append({ kind: 'facts.differ', file, differs }));
}

/** We do not know enough about a salvaged run to continue it: it can only go back. */
function refuseSalvaged(view: RunView | undefined): void {
  if (view?.salvaged === undefined || view.state === 'undoing' || view.state === 'broken') return;
  throw new BaiupError('run.only-back', `the journal of ${view.run} was damaged: it can only go back`, {
    exit: exitCode.refused,
    left: 'nothing was changed now',
    hint: `baiup rollback ${view.run}`,
  });
}

/**
 * Goes on with a run where an earlier process left it.
 * @param first what its operator wants done before
 */
export function goOn(
  run: RunCluster,
  record: RunRecord,
  options: DriveOptions,
  approvalOf: ApprovalOf,
  first?: (drive: Drive) => Promise<void>,
): Promise<RunView> {
  const act = async (drive: Drive): Promise<RunView> => {
    refuseSalvaged(reduceRun(await record.events()));
    // How it began: whoever shows the run counts down by what was foreseen then.
    const [began] = await record.events();
    if (began) options.onEvent(began);
    const hooks = run.cluster.hooks.map(({ name }) => name);
    const resumed = { kind: 'run.resumed', who: operator(), ...(hooks.length > 0 ? { hooks } : {}) } as const;
    drive.onEvent(await record.append(resumed));
    await tellDifferences(drive, run);
    await tellPostponed(drive);
    await approve(drive, approvalOf);
    await first?.(drive);
    return engine.advance(drive);
  };
  return explainMoved(run, record, () => driveRun(run.cluster, record, whyOf(record), options, act));
}
