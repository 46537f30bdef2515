import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { fileJournal } from '../../io/journal/file-journal.ts';
import type { Journal } from '../../io/journal/port.ts';
import { stateHome } from '../../lib/state-home.ts';

const runsFolder = (): string => join(stateHome(), 'runs');

/** Bytes free where runs are kept: dumps go there, inside the stop. */
export async function freeForRuns(): Promise<number> {
  await mkdir(runsFolder(), { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(runsFolder());
  return bavail * bsize;
}

/** The operator's own journal; it never lives in what is being upgraded. */
export function runJournal(): Journal {
  return fileJournal(runsFolder(), () => new Date());
}
