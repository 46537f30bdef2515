import { randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../lib/atomic-file.ts';

const runFile = z.object({
  /** Unique in the world. */
  id: z.string().regex(/^[0-9a-f]{12}$/),
  /** `planSha256` of the plan that it began with. */
  plan: z.string(),
  /** When it was made, ISO 8601. */
  made: z.string().exactOptional(),
});
/** What a run is known by, written once before anything else. */
export type RunFile = z.infer<typeof runFile>;

/** Unique in the world, as far as 48 bits of chance go. */
export const newRunId = (): string => randomBytes(6).toString('hex');

export async function saveRunFile(folder: string, file: RunFile): Promise<void> {
  await writeFileAtomic(join(folder, 'run.json'), `${JSON.stringify(file)}\n`);
}

/** Longer than any beginning of a run. */
const longestLine = 4e6;

async function firstLine(folder: string): Promise<string> {
  const file = await open(join(folder, 'journal.jsonl')).catch(() => undefined);
  if (!file) return '';
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(longestLine) });
    const text = buffer.toString('utf8', 0, bytesRead);
    return text.slice(0, text.indexOf('\n') + 1);
  } catch {
    return '';
  } finally {
    await file.close();
  }
}

/**
 * Without a plan's hash where the file is lost; nothing at all for a run of a version that knew no such ids. The
 * journal's first event names the run's id as the hash before it.
 */
export async function loadRunFile(folder: string): Promise<Partial<RunFile>> {
  try {
    return runFile.parse(JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')));
  } catch {
    const [, id] = /"prev":"([0-9a-f]{12})","hash"/.exec(await firstLine(folder)) ?? [];
    return id === undefined ? {} : { id };
  }
}

/** The hash of the plan that a run began with: its journal has it, which notices harm; else what was written down first. */
export async function planOfRun(folder: string, { plan }: Partial<RunFile>): Promise<string | undefined> {
  const [, begun] = /"planSha256":"([0-9a-f]{64})"/.exec(await firstLine(folder)) ?? [];
  return begun ?? plan;
}
