import { readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** Clock ticks since boot at which the process started: a reused pid has another. */
  readonly ticks: string;
}

async function startTicks(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

async function livingOwner(path: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse(await readFile(path, 'utf8')) as Owner;
    return owner.host === hostname() && (await startTicks(owner.pid)) === owner.ticks ? owner : undefined;
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
  const mine: Owner = { pid: process.pid, host: hostname(), ticks: (await startTicks(process.pid)) ?? '' };
  await writeFileAtomic(path, JSON.stringify(mine));
  return { release: () => rm(path, { force: true }) };
}
