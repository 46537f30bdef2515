import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './sync-folder.ts';

let drafts = 0;

/**
 * Makes a file whole or not at all: `write` makes a draft beside it, which then takes its place, also through a power
 * cut. A draft that fails is removed; two writers of
 * one file, also in one process, do not meet.
 */
export async function withDraft<T>(path: string, write: (draft: string) => Promise<T>): Promise<T> {
  drafts += 1;
  const draft = `${path}.${process.pid}-${drafts}.tmp`;
  try {
    const made = await write(draft);
    await rename(draft, path);
    await syncFolder(dirname(path));
    return made;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
