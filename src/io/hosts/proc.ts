import { readdir, readFile } from 'node:fs/promises';

/** What Linux says of a process in /proc/PID/stat. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
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
  const [state, ...numbers] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [parent = 0, group = 0, session = 0] = numbers.map(Number);
  const startTicks = Number(numbers[18]);
  if (state === undefined || state === 'Z' || state === 'X' || !Number.isFinite(startTicks)) return undefined;
  return { pid, parent, group, session, startTicks };
}

export async function allProcesses(): Promise<readonly number[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** Living members of a process group. */
export async function groupMembers(group: number): Promise<readonly ProcessFacts[]> {
  const facts = await Promise.all((await allProcesses()).map(readProcess));
  return facts.filter((process) => process !== undefined).filter((process) => process.group === group);
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

/** These processes and all that come from them, the oldest ancestors first. */
export async function withDescendants(of: readonly ProcessFacts[]): Promise<readonly ProcessFacts[]> {
  const all = (await Promise.all((await allProcesses()).map(readProcess))).filter((one) => one !== undefined);
  const found = new Map(of.map((process) => [process.pid, process]));
  for (const { pid } of found.values()) {
    for (const child of all.filter(({ parent }) => parent === pid)) found.set(child.pid, child);
  }
  return [...found.values()];
}
