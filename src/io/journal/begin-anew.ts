import { link, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import type { JournalFile } from './file-lines.ts';
import { beginningOf } from './scan.ts';
import { type TimedFact, writeOn } from './write-on.ts';

async function freeName(folder: string): Promise<string> {
  const taken = new Set(await readdir(folder));
  for (let n = 1; ; n += 1) if (!taken.has(`journal.damaged-${n}.jsonl`)) return `journal.damaged-${n}.jsonl`;
}

/** Puts a journal in the place of a damaged one, which is kept beside it under another name. */
export async function beginAnew(
  { path, endPath, run, id }: JournalFile,
  facts: (kept: string) => readonly TimedFact[],
): Promise<void> {
  const kept = await freeName(dirname(path));
  const { bytes, place } = writeOn(facts(kept), beginningOf(id), run);
  await link(path, join(dirname(path), kept)).catch((error: NodeJS.ErrnoException) => {
    // It was lost as a whole.
    if (error.code !== 'ENOENT') throw error;
  });
  await writeFileAtomic(path, bytes.toString());
  // Cut before this, the new journal is told to lack its end, and can be begun anew again.
  await writeFile(endPath, String(place.seq), { mode: 0o600 });
}
