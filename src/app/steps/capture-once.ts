import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { theDatabase } from './which-database.ts';

/**
 * What a migration has changed must never take the place of what was captured before it: a run whose journal lost its
 * end would capture again.
 * @throws BaiupError `capture.migrated-since`
 */
export async function captureOnce(
  which: { readonly hop: number; readonly database?: string | undefined },
  context: StepContext,
): Promise<void> {
  if (!(await keptFile.isThere(keptFiles(context, which.hop, which.database).migrated))) return;
  throw new BaiupError(
    'capture.migrated-since',
    `${theDatabase(which)} was migrated after it was captured, so it is not captured a second time: the way back needs the first capture`,
    {
      left: `the first capture is kept in ${context.runFolder}`,
      hint: 'put an untouched copy of journal.jsonl and journal.end back into that folder, then go back with baiup rollback',
    },
  );
}
