import { type RunRecords, runRecords } from '../../io/journal/run-records.ts';
import { knownOrMade } from '../../lib/known-or-made.ts';
import type { StepContext } from './context.ts';
import { keptFiles } from './kept-files.ts';

/** By run, hop and what they are of: only one may add to a file. */
const opened = new Map<string, RunRecords>();

/** What a hop keeps of its members by their ids: one file for all, since there may be thousands. */
export function memberRecords(
  context: Pick<StepContext, 'runFolder'>,
  hop: number,
  what: 'files' | 'containers' | 'environments',
): RunRecords {
  return knownOrMade(opened, `${context.runFolder} ${hop} ${what}`, () =>
    runRecords(keptFiles(context, hop)[what]),
  );
}
