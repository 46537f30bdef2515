import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { oneAtATime } from '../../lib/one-at-a-time.ts';
import { syncFolder } from '../../lib/sync-folder.ts';
import { eventTail } from './event-tail.ts';

interface Waiting {
  readonly fact: RunFact;
  readonly at: string;
  readonly resolve: (event: RunEvent) => void;
  readonly reject: (error: unknown) => void;
}

interface EventFileOptions {
  readonly run: string;
  readonly now: () => Date;
  /** Opens the file to be written; the file system's own unless told. */
  readonly openFile?: (path: string) => Promise<FileHandle>;
}

/** The file is kept for its owner alone. */
const openForWriting = (path: string): Promise<FileHandle> => open(path, 'a', 0o600);

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
  }
}

/**
 * A run's events as JSON lines, only ever added to. Events that are in flight at once are written by one write and one
 * sync; none returns before it is on disk. The file stays open from the first event until `close`.
 */
export function eventFile(path: string, { run, now, openFile = openForWriting }: EventFileOptions) {
  const exclusively = oneAtATime();
  const tail = eventTail(path);
  let waiting: Waiting[] = [];
  let file: FileHandle | undefined;

  /** Opened behind the last whole line: one that a kill cut short goes. */
  const writable = async (): Promise<FileHandle> => {
    if (file) {
      await refuseChanged(file);
      return file;
    }
    await tail.refresh();
    file = await openFile(path);
    await file.truncate(tail.bytes);
    if (tail.bytes === 0) await syncFolder(dirname(path));
    return file;
  };

  const refuseChanged = async (mine: FileHandle): Promise<void> => {
    const [there, own] = [await stat(path), await mine.stat()];
    if (there.ino === own.ino && there.size === tail.bytes) return;
    throw new Error('somebody else changed it while this process wrote it');
  };

  const close = async (): Promise<void> => {
    const mine = file;
    file = undefined;
    await mine?.close();
  };

  /** Nothing of what failed stays behind; where even that fails, the next to write looks at the file again. */
  const takeBack = async (): Promise<void> => {
    await file?.truncate(tail.bytes).catch(() => undefined);
    await close().catch(() => undefined);
  };

  const write = async (batch: readonly Waiting[]): Promise<RunEvent[]> => {
    const mine = await writable();
    const first = (tail.events.at(-1)?.seq ?? 0) + 1;
    const events = batch.map(({ fact, at }, index): RunEvent => ({ seq: first + index, at, run, ...fact }));
    const bytes = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    await writeAll(mine, bytes);
    await mine.datasync();
    tail.add(events, bytes.length);
    return events;
  };

  const commit = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      const events = await write(batch);
      for (const [index, event] of events.entries()) batch[index]?.resolve(event);
    } catch (error) {
      await takeBack();
      const failed = [...batch, ...waiting];
      waiting = [];
      for (const { reject } of failed) reject(notWritten(path, run, error));
    }
  };

  return {
    events: (afterSeq = 0): Promise<readonly RunEvent[]> =>
      exclusively(async () => {
        if (!file) await tail.refresh();
        return tail.events.slice(afterSeq);
      }),
    append: (fact: RunFact): Promise<RunEvent> =>
      new Promise((resolve, reject) => {
        waiting.push({ fact, at: now().toISOString(), resolve, reject });
        if (waiting.length === 1) void exclusively(commit);
      }),
    /** Ends the writing, once all that waits is written. */
    close: () => exclusively(close),
  };
}

function notWritten(path: string, run: string, error: unknown): BaiupError {
  if (error instanceof BaiupError) return error;
  return new BaiupError('run.not-written', `${path} cannot be written: ${messageOf(error)}`, {
    cause: error,
    left: 'what the run did so far is in its journal',
    hint: `mend the cause (is the disk full?), then go on: baiup resume ${run}, or back: baiup rollback ${run}`,
  });
}
