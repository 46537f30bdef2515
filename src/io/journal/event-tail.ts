import { open, readFile } from 'node:fs/promises';
import type { RunEvent } from '../../core/run/event.ts';
import { messageOf } from '../../lib/errors.ts';
import type { Damage } from './damage.ts';
import { beginningOf, believable, missing, type Place, scan } from './scan.ts';

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

/** A journal's file as far as it was read. */
export function eventTail({ path, endPath, run, id, trace }: JournalFile) {
  let events: RunEvent[] = [];
  let place = beginningOf(id);
  let damage: Damage | undefined;

  const readOn = (bytes: Buffer | undefined): boolean => {
    if (bytes === undefined) return false;
    const read = scan(bytes, place, run);
    if (read.damage && place.bytes > 0) return false;
    for (const event of read.events) events.push(event);
    ({ place, damage } = read);
    return true;
  };

  const readNew = async (): Promise<void> => {
    const least = await leastEvents(endPath);
    if (!readOn(damage ? undefined : await bytesFrom(path, place.bytes))) {
      events = [];
      place = beginningOf(id);
      readOn(await bytesFrom(path, 0));
    }
    damage ??= await lossAfter(place.seq, least);
  };

  /** A journal is written beside its end, and before anything else that a run keeps. */
  const lossAfter = async (seq: number, least: number | undefined): Promise<Damage | undefined> => {
    if (least !== undefined && least > seq) return { why: `${missing(seq + 1, least)} at the end` };
    if (least === undefined && seq > 0 && id !== undefined)
      return { why: `${endPath} is gone, so events may be missing at the end` };
    const found = seq === 0 ? await trace() : undefined;
    return found === undefined ? undefined : { why: `it is empty, but the run had begun: ${found} is there` };
  };

  return {
    /** All that was read; the same list grows. */
    events: (): readonly RunEvent[] => events,
    place: (): Place => place,
    damage: (): Damage | undefined => damage,
    /**
     * Reads what was added since. What its writer took back meanwhile is forgotten. A file that cannot be read is a
     * damage like others.
     */
    refresh: async (): Promise<void> => {
      try {
        await readNew();
      } catch (error) {
        damage = { why: `it cannot be read: ${messageOf(error)}` };
      }
    },
    /** Takes what this process has written itself. */
    add: (written: readonly RunEvent[], after: Place): void => {
      for (const event of written) events.push(event);
      place = after;
    },
    /** What can be believed of a damaged journal. */
    believable: async (): Promise<readonly RunEvent[]> =>
      believable((await bytesFrom(path, 0).catch(() => undefined)) ?? Buffer.alloc(0), run),
  };
}
