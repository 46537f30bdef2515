import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../lib/atomic-file.ts';

const runFile = z.object({
  /** Unique in the world. */
  id: z.string().regex(/^[0-9a-f]{12}$/),
  /** Fingerprint of the plan that it began with. */
  plan: z.string(),
});
/** What a run is known by, written once before anything else. */
export type RunFile = z.infer<typeof runFile>;

/** Unique in the world, as far as 48 bits of chance go. */
export const newRunId = (): string => randomBytes(6).toString('hex');

export async function saveRunFile(folder: string, file: RunFile): Promise<void> {
  await writeFileAtomic(join(folder, 'run.json'), `${JSON.stringify(file)}\n`);
}

/** The journal's first event names the run's id as the hash before it. */
async function idInJournal(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'journal.jsonl'), 'utf8').catch(() => '');
  return /^[^\n]*"prev":"([0-9a-f]{12})","hash"/.exec(text)?.[1];
}

/** Without a plan's fingerprint where the file is lost; nothing at all for a run of a version that knew no such ids. */
export async function loadRunFile(folder: string): Promise<Partial<RunFile>> {
  try {
    return runFile.parse(JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')));
  } catch {
    const id = await idInJournal(folder);
    return id === undefined ? {} : { id };
  }
}
