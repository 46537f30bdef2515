import type { RunView } from '../../core/run/view.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { type ApprovalOf, approve } from './approve-steps.ts';
import { type DriveOptions, driveRun, engine } from './drive.ts';
import { operator } from './operator.ts';

/** What the cluster's lock says of a run. */
export const whyOf = ({ plan: { from, to } }: RunRecord): string => `${from} → ${to}`;

/** Goes on with a run where an earlier process left it. */
export function goOn(
  cluster: Cluster,
  record: RunRecord,
  options: DriveOptions,
  approvalOf: ApprovalOf,
): Promise<RunView> {
  return driveRun(cluster, record, whyOf(record), options, async (drive) => {
    // How it began: whoever shows the run counts down by what was foreseen then.
    const [began] = await record.events();
    if (began) options.onEvent(began);
    drive.onEvent(await record.append({ kind: 'run.resumed', who: operator() }));
    await approve(drive, approvalOf);
    return engine.advance(drive);
  });
}
