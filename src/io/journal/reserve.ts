import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isNoRoom } from '../../lib/no-room.ts';
import { thisMachine } from '../hosts/this-machine.ts';

const leastChunk = 256_000;
/** Each is made by a program of its own. */
const mostChunks = 40;
const chunkName = /^small-\d+$/;

/** Takes room on a disk for good. Zeros would take none where the file system packs or shares them. */
async function fill(path: string, bytes: number): Promise<void> {
  const { exitCode } = await thisMachine
    .ask({ argv: ['fallocate', '--length', String(bytes), path], timeoutMs: 60_000 })
    .catch(() => ({ exitCode: 1 }));
  if (exitCode === 0) return;
  const block = Buffer.allocUnsafe(Math.min(bytes, 1_000_000));
  crypto.getRandomValues(block.subarray(0, 65_536));
  const file = await open(path, 'w', 0o600);
  try {
    for (let left = bytes; left > 0; left -= block.length) {
      await file.writeFile(left < block.length ? block.subarray(0, left) : block);
    }
    await file.datasync();
  } finally {
    await file.close();
  }
}

/**
 * Room on the operator's disk that a run keeps from its start, as files beside its journal: some for small things, some
 * for each dump. Giving a part back lets whoever writes next have it; any process may.
 */
export function runReserve(runFolder: string) {
  const folder = join(runFolder, 'reserve');
  const names = async (): Promise<string[]> => (await readdir(folder).catch(() => [])).sort();
  const give = (name: string): Promise<void> => rm(join(folder, name), { force: true });

  const keepPart = async (name: string, bytes: number): Promise<void> => {
    const path = join(folder, name);
    const there = await stat(path).catch(() => undefined);
    if (there && there.size >= bytes) return;
    try {
      await fill(path, bytes);
    } catch (error) {
      await give(name);
      throw error;
    }
  };

  return {
    /** @throws Error of the system where there is not so much room; what was kept before stays */
    keep: async (name: string, bytes: number): Promise<void> => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await keepPart(name, bytes);
    },
    /** Room for small things, in pieces that are given back one by one. */
    keepSmall: async (bytes: number): Promise<void> => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const chunk = Math.max(leastChunk, Math.ceil(bytes / mostChunks));
      const count = Math.ceil(bytes / chunk);
      for (let at = 0; at < count; at += 1) await keepPart(`small-${at}`, chunk);
    },
    give,
    /** @returns whether there was a piece left */
    giveSome: async (): Promise<boolean> => {
      const name = (await names()).find((each) => chunkName.test(each));
      if (name === undefined) return false;
      await give(name);
      return true;
    },
    /** Gives all back but a last piece of the small room. */
    giveMost: async (): Promise<void> => {
      const all = await names();
      const last = all.findLast((each) => chunkName.test(each));
      await Promise.all(all.filter((each) => each !== last).map(give));
    },
  };
}

/** Does something for a run, again each time that room can be given for it. */
export async function withRoom<T>(runFolder: string, act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isNoRoom(error) || !(await runReserve(runFolder).giveSome())) throw error;
    }
  }
}

/** Whether a path of this machine, if it is there, lies on the same disk as another. */
export async function isOnDiskOf(path: string, other: string): Promise<boolean> {
  const [one, two] = await Promise.all([path, other].map((each) => stat(each).catch(() => undefined)));
  return one !== undefined && one.dev === two?.dev;
}

/** Keeps all below a run's folder for its owner alone, whichever program wrote it. Where that fails the folder itself does. */
export async function ownOnly(runFolder: string): Promise<void> {
  const argv = ['chmod', '--recursive', 'go=', runFolder] as const;
  await thisMachine.ask({ argv, timeoutMs: 60_000 }).catch(() => undefined);
}
