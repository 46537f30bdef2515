import { open } from 'node:fs/promises';
import { inGroups } from './in-groups.ts';
import { oneAtATime } from './one-at-a-time.ts';

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const syncTogether = inGroups(async (folders: readonly string[]) => {
  const all = new Map([...new Set(folders)].map((folder) => [folder, sync(folder)]));
  await Promise.allSettled(all.values());
  return folders.map((folder) => all.get(folder));
}, oneAtATime());

/**
 * Makes names that were added to a folder, or taken from it, survive a power cut. Whoever asks while folders are being
 * synced is served together with all who ask meanwhile.
 */
export async function syncFolder(folder: string): Promise<void> {
  await syncTogether(folder);
}
