import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { wheelFolder } from '../../io/python/wheel-folder.ts';
import { removeScratchServers } from '../../io/services/scratch-servers.ts';
import { stateHome } from '../../lib/state-home.ts';
import { abandonedFolders, forgetOwner, makeOwnedFolder, type OwnedFolder } from './owned-folder.ts';

export const scratchSources = { wheels: wheelFolder };

/** The servers first: they would go on to run from a folder that is gone. */
async function remove(owned: OwnedFolder): Promise<void> {
  await removeScratchServers(owned.folder, scratchSources);
  await forgetOwner(owned);
}

/** Does something in a new private folder. Afterwards it ends every server in the folder and removes the folder. */
export async function withRehearsalFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const all = join(stateHome(), 'rehearsals');
  for (const left of await abandonedFolders(all)) await remove(left);
  const owned = await makeOwnedFolder(all);
  // Cut by a second Ctrl-C nothing is waited for any more: the servers end with us, and the folder goes here.
  const onExit = (): void => {
    rmSync(owned.folder, { recursive: true, force: true });
    rmSync(owned.ownerFile, { force: true });
  };
  process.once('exit', onExit);
  try {
    return await act(owned.folder);
  } finally {
    await remove(owned);
    process.off('exit', onExit);
  }
}
