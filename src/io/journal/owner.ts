import { readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { readProcess } from '../services/proc.ts';

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** Clock ticks since boot at which the process started: a reused pid has another. */
  readonly ticks: number;
}

async function livingOwner(path: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse(await readFile(path, 'utf8')) as Owner;
    if (owner.host !== hostname()) return undefined;
    return (await readProcess(owner.pid))?.startTicks === owner.ticks ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** Writes down that this process drives the run; a dead process's claim is taken over. */
export async function claimRun(path: string, run: string): Promise<{ release(): Promise<void> }> {
  const owner = await livingOwner(path);
  if (owner && owner.pid !== process.pid) {
    throw new BaiupError(
      'run.driven-elsewhere',
      `${run} is being carried out by process ${owner.pid} on this machine`,
      {
        exit: exitCode.refused,
        hint: `watch it with: baiup show ${run}`,
      },
    );
  }
  const own = await readProcess(process.pid);
  const mine: Owner = { pid: process.pid, host: hostname(), ticks: own?.startTicks ?? 0 };
  await writeFileAtomic(path, JSON.stringify(mine));
  return { release: () => rm(path, { force: true }) };
}
