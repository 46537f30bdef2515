import { constants, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../../lib/sync-folder.ts';
import type { JournalFile } from './file-lines.ts';

/** Opens a file to be written, and makes it where there is none. */
export type OpenFile = (path: string, mode: number) => Promise<FileHandle>;

const openForWriting: OpenFile = (path, mode) => open(path, constants.O_WRONLY | constants.O_CREAT, mode);

const ownerOnly = 0o600;

/** The files of a journal while one process writes it. */
export interface JournalWriter {
  /**
   * Writes and syncs behind all that was there; where that fails, nothing of it stays.
   * @param events how many there are then
   */
  write(bytes: Buffer, events: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a journal behind its last event: a line there that a kill cut short goes.
 * @param length bytes up to the last event's end
 */
export async function openWriter(
  { path, endPath }: Pick<JournalFile, 'path' | 'endPath'>,
  length: number,
  openFile: OpenFile = openForWriting,
): Promise<JournalWriter> {
  const file = await openFile(path, ownerOnly);
  const end = await openFile(endPath, ownerOnly);
  let good = length;
  await file.truncate(good);
  if (good === 0) await syncFolder(dirname(path));
  const { ino, dev } = await file.stat();
  let ending: Promise<unknown> = Promise.resolve();

  // At once: every group of events would wait a turn of a busy loop for what the kernel knows.
  const refuseChanged = (): void => {
    const there = statSync(path);
    if (there.ino === ino && there.dev === dev && there.size === good) return;
    throw new Error('somebody else changed it while this process wrote it');
  };

  const writeAll = async (bytes: Buffer): Promise<void> => {
    for (let done = 0; done < bytes.length; ) {
      done += (await file.write(bytes, done, bytes.length - done, good + done)).bytesWritten;
    }
    await file.datasync();
  };

  return {
    write: async (bytes, events) => {
      refuseChanged();
      try {
        await writeAll(bytes);
      } catch (error) {
        await file.truncate(good).catch(() => undefined);
        throw error;
      }
      good += bytes.length;
      // It only helps to notice a loss: never a reason to stop, and not worth waiting for.
      ending = ending.then(() => end.write(String(events), 0)).catch(() => undefined);
    },
    close: async () => {
      await ending;
      await Promise.all([file.close(), end.close()]);
    },
  };
}
