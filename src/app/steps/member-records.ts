import { type RunRecords, runRecords } from '../../io/journal/run-records.ts';
import type { StepContext } from './context.ts';
import { keptFiles } from './kept-files.ts';

/** By their files: only one may add to a file. */
const opened = new Map<string, RunRecords>();

/** What a hop keeps of its members by their ids: one file for all, since there may be thousands. */
export function memberRecords(
  context: Pick<StepContext, 'runFolder'>,
  hop: number,
  what: 'files' | 'containers' | 'environments',
): RunRecords {
  const path = keptFiles(context, hop)[what];
  const records = opened.get(path) ?? runRecords(path);
  opened.set(path, records);
  return records;
}
