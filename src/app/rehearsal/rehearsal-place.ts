import { rmSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { claimRun } from '../../io/journal/claim.ts';
import { wheelFolder } from '../../io/python/wheel-folder.ts';
import { thisProcess } from '../../io/services/process-identity.ts';
import { removeScratchServers } from '../../io/services/scratch-servers.ts';
import { stateHome } from '../../lib/state-home.ts';
import { operator } from '../engine/operator.ts';

export const scratchSources = { wheels: wheelFolder };

/** Makes a rehearsal's folder this process's own. @throws BaiupError where a living process has it */
const claim = async (folder: string, run: string) =>
  claimRun(folder, { run, who: operator(), process: await thisProcess(), now: () => new Date() });

/** Removes what rehearsals left behind whose process is dead. */
async function sweep(all: string): Promise<void> {
  for (const name of await readdir(all).catch(() => [])) {
    const folder = join(all, name);
    const claimed = await claim(folder, name).catch(() => undefined);
    if (claimed) await removeScratchServers(folder, scratchSources);
  }
}

/** Does something in a folder of its own, for its owner only, that is gone afterwards with every server in it. */
export async function withRehearsalFolder<T>(plan: string, act: (folder: string) => Promise<T>): Promise<T> {
  const all = join(stateHome(), 'rehearsals');
  await sweep(all);
  const folder = join(all, `${plan}-${process.pid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await claim(folder, `the rehearsal of ${plan}`);
  // Cut by a second Ctrl-C nothing is waited for any more: the servers end with us, and the folder goes here.
  const onExit = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', onExit);
  try {
    return await act(folder);
  } finally {
    await removeScratchServers(folder, scratchSources);
    process.off('exit', onExit);
  }
}
