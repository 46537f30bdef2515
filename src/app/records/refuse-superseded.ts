import type { RunView } from '../../core/run/view.ts';
import type { Journal } from '../../io/journal/port.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { laterRun } from './later-run.ts';

/**
 * What a run once did says nothing of a cluster that a later run has upgraded since.
 * @throws BaiupError `run.superseded`, exit 2
 */
export async function refuseSuperseded(journal: Journal, view: RunView): Promise<void> {
  const later = await laterRun(journal, view);
  if (!later) return;
  const how = view.state === 'rolled-back' ? `${view.run} has gone back, and ` : '';
  throw new BaiupError(
    'run.superseded',
    `${how}${later.run} has since upgraded ${later.cluster} to ${later.to}`,
    {
      exit: exitCode.refused,
      left: 'nothing was changed',
      hint: `go back from that one first: baiup rollback ${later.run}`,
    },
  );
}
