import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { wheelFolder } from '../../io/python/wheel-folder.ts';
import { removeScratchServers } from '../../io/services/scratch-servers.ts';
import { stateHome } from '../../lib/state-home.ts';
import { abandonedFolders, forgetOwner, makeOwnedFolder, type OwnedFolder } from './owned-folder.ts';

export const scratchSources = { wheels: wheelFolder };

/** Removes what a rehearsal has left elsewhere; what cannot be reached keeps it. */
type Forget = (folder: string) => Promise<void>;

/** The servers first: they would go on to run from a folder that is gone. */
async function remove(owned: OwnedFolder, forget: Forget | undefined): Promise<void> {
  await forget?.(owned.folder);
  await removeScratchServers(owned.folder, scratchSources);
  await forgetOwner(owned);
}

/**
 * Does something in a new private folder. Afterwards it ends every server in the folder and removes the folder.
 * @param forget for a rehearsal that has something elsewhere, too
 */
export async function withRehearsalFolder<T>(
  act: (folder: string) => Promise<T>,
  forget?: Forget,
): Promise<T> {
  const all = join(stateHome(), 'rehearsals');
  for (const left of await abandonedFolders(all)) await remove(left, forget);
  const owned = await makeOwnedFolder(all);
  // Cut by a second Ctrl-C nothing is waited for any more: the servers end with us, and the folder goes here.
  const onExit = (): void => {
    rmSync(owned.folder, { recursive: true, force: true });
    // What lies elsewhere is found by it the next time.
    if (forget === undefined) rmSync(owned.ownerFile, { force: true });
  };
  process.once('exit', onExit);
  try {
    return await act(owned.folder);
  } finally {
    await remove(owned, forget);
    process.off('exit', onExit);
  }
}
