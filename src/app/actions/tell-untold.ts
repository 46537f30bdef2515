import { noticesOf } from '../../core/run/notices-of.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import { untaken } from '../../core/run/untaken.ts';
import type { RunView } from '../../core/run/view.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import type { DriveOptions } from '../engine/drive.ts';
import { operator } from '../engine/operator.ts';
import { tellHooks } from '../engine/tell-hooks.ts';
import { openRunCluster } from '../wiring/open-run-cluster.ts';

interface Asked extends Pick<DriveOptions, 'onEvent'> {
  readonly clusterFile: string | undefined;
}

/** Tells hooks of a run that has ended what they may not have had. @throws BaiupError `run.driven-elsewhere`, `cluster.*` */
export async function tellUntold(
  record: RunRecord,
  view: RunView,
  { clusterFile, onEvent }: Asked,
): Promise<RunView> {
  if (untaken(await record.events(), noticesOf(record)).length === 0) return view;
  const { cluster } = await openRunCluster(record, clusterFile);
  const claim = await record.claim(operator());
  try {
    const telling = tellHooks(cluster.hooks, record, onEvent);
    await telling.begin();
    await telling.end();
    return reduceRun(await record.events()) ?? view;
  } finally {
    await claim.release();
  }
}
