import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './sync-folder.ts';

/**
 * Makes a file whole or not at all: `write` makes a draft beside it, which then takes its place, also through a power
 * cut. A draft that fails is removed.
 */
export async function withDraft<T>(path: string, write: (draft: string) => Promise<T>): Promise<T> {
  const draft = `${path}.${process.pid}.tmp`;
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
