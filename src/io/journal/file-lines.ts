import { open, readFile } from 'node:fs/promises';
import type { Damage } from './damage.ts';
import type { JournalLines } from './journal-lines.ts';
import { missing } from './scan.ts';

export interface JournalFile {
  readonly path: string;
  /** Holds the number of the last event that was synced: more than are found means that some are lost. */
  readonly endPath: string;
  readonly run: string;
  /** What the run is known by in the world; undefined for a run of a version that knew no such ids. */
  readonly id: string | undefined;
  /** A file of the run's folder that only a run makes that has begun; undefined where there is none. */
  readonly trace: () => Promise<string | undefined>;
}

/** The bytes of a file from an offset on; none where there is no file, undefined where it ends before. */
async function bytesFrom(path: string, offset: number): Promise<Buffer | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return offset === 0 ? Buffer.alloc(0) : undefined;
  try {
    const { size } = await file.stat();
    if (size < offset) return undefined;
    const buffer = Buffer.alloc(size - offset);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** How many events there are at least: 0 where nobody can tell, undefined where there is no such file. */
async function leastEvents(endPath: string): Promise<number | undefined> {
  const text = await readFile(endPath, 'utf8').catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? undefined : '',
  );
  return text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : 0;
}

/** A journal as a file of JSON lines, with the number of its last event beside it. */
export function fileLines({ path, endPath, id, trace }: JournalFile): JournalLines {
  /** A journal is written beside its end, and before anything else that a run keeps. */
  const lossAfter = async (seq: number, least: number | undefined): Promise<Damage | undefined> => {
    if (least !== undefined && least > seq) return { why: `${missing(seq + 1, least)} at the end` };
    if (least === undefined && seq > 0 && id !== undefined)
      return { why: `${endPath} is gone, so events may be missing at the end` };
    const found = seq === 0 ? await trace() : undefined;
    return found === undefined ? undefined : { why: `it is empty, but the run had begun: ${found} is there` };
  };
  return {
    look: async () => {
      // Read first: what is written meanwhile is no loss.
      const least = await leastEvents(endPath);
      return {
        after: ({ bytes }) => bytesFrom(path, bytes),
        lossAfter: (seq) => lossAfter(seq, least),
      };
    },
    all: async () => (await bytesFrom(path, 0)) ?? Buffer.alloc(0),
  };
}
