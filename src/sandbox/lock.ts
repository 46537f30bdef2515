import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readProcess } from '../io/hosts/proc.ts';
import { BaiupError } from '../lib/errors.ts';

/**
 * Runs `action` while no other process works on the same sandbox. What a dead process left does not count.
 * @throws BaiupError `sandbox.busy`
 */
export async function exclusively<T>(path: string, action: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if (!(await take(path))) {
    const holder = await living(path);
    if (holder !== undefined) {
      throw new BaiupError('sandbox.busy', `process ${holder} is at work on this sandbox`, {
        hint: 'wait until it has ended, or end it',
      });
    }
    await rm(path, { force: true });
    if (!(await take(path)))
      throw new BaiupError('sandbox.busy', 'another process is at work on this sandbox');
  }
  try {
    return await action();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (!file) return false;
  const own = await readProcess(process.pid);
  await file.writeFile(`${process.pid} ${own?.startTicks ?? 0}\n`);
  await file.close();
  return true;
}

async function living(path: string): Promise<number | undefined> {
  const [pid, startTicks] = (await readFile(path, 'utf8').catch(() => '')).trim().split(' ').map(Number);
  const facts = pid === undefined ? undefined : await readProcess(pid);
  return facts?.startTicks === startTicks ? pid : undefined;
}
