import { readdir, readFile } from 'node:fs/promises';

/** What Linux says of a process in /proc/PID/stat. */
export interface ProcessFacts {
  readonly pid: number;
  readonly group: number;
  /** Clock ticks after boot at which it started: with the pid it names one process for good. */
  readonly startTicks: number;
}

/** Undefined where there is no such process, and for one that has ended but was not yet collected. */
export async function readProcess(pid: number): Promise<ProcessFacts | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  return stat === undefined ? undefined : parseStat(stat);
}

/** @see proc_pid_stat(5): the name is in brackets and may hold anything, so count from the last bracket. */
export function parseStat(stat: string): ProcessFacts | undefined {
  const pid = Number.parseInt(stat, 10);
  const [state, , group, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTicks = Number(rest[16]);
  if (state === undefined || state === 'Z' || state === 'X' || !Number.isFinite(startTicks)) return undefined;
  return { pid, group: Number(group), startTicks };
}

export async function allProcesses(): Promise<readonly number[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** Living members of a process group. */
export async function groupMembers(group: number): Promise<readonly number[]> {
  const facts = await Promise.all((await allProcesses()).map(readProcess));
  return facts.filter((process) => process?.group === group).map((process) => process?.pid ?? 0);
}

/** Living processes that were started with `NAME=value` in their environment, ourselves left out. */
export async function markedProcesses(name: string, value: string): Promise<readonly ProcessFacts[]> {
  const entry = `${name}=${value}`;
  const marked = await Promise.all(
    (await allProcesses()).map(async (pid) => {
      if (pid === process.pid) return undefined;
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(entry) ? readProcess(pid) : undefined;
    }),
  );
  return marked.filter((process) => process !== undefined);
}
