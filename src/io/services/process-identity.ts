import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { readProcess } from '../hosts/proc.ts';

const machine = z.object({
  host: z.string(),
  /** What the machine is known by in the world; empty where it has no such id. */
  machine: z.string(),
  /** Another after each start of the machine. */
  boot: z.string(),
  /** Containers number their processes for themselves. */
  namespace: z.string(),
});
type Machine = z.infer<typeof machine>;

export const processIdentity = machine.extend({
  pid: z.int().positive(),
  /** Clock ticks after the machine's start at which the process began: a process that gets its number later has others. */
  ticks: z.number(),
});
/** One process, for good: none of any machine will ever be taken for it. */
export type ProcessIdentity = z.infer<typeof processIdentity>;

/** `elsewhere`: it cannot be told from here. */
export type Life = 'alive' | 'dead' | 'elsewhere';

const textOf = async (path: string): Promise<string> => (await readFile(path, 'utf8').catch(() => '')).trim();

async function thisMachine(): Promise<Machine> {
  const [id, boot, namespace] = await Promise.all([
    textOf('/etc/machine-id'),
    textOf('/proc/sys/kernel/random/boot_id'),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ]);
  return { host: hostname(), machine: id, boot, namespace };
}

export async function thisProcess(): Promise<ProcessIdentity> {
  const [here, own] = await Promise.all([thisMachine(), readProcess(process.pid)]);
  return { ...here, pid: process.pid, ticks: own?.startTicks ?? 0 };
}

/**
 * Whether a process still lives.
 * @param ticks when the process that has its number here began; undefined where there is none
 */
export function judgeLife(it: ProcessIdentity, here: Machine, ticks: number | undefined): Life {
  if (it.host !== here.host || it.machine !== here.machine) return 'elsewhere';
  // Without an id of its own it may be another machine that is called the same.
  if (it.boot !== here.boot) return here.machine === '' ? 'elsewhere' : 'dead';
  if (it.namespace !== here.namespace) return 'elsewhere';
  return it.ticks === ticks ? 'alive' : 'dead';
}

/** Whether a process still lives, as far as this machine can tell. */
export async function lifeOf(it: ProcessIdentity): Promise<Life> {
  const [here, found] = await Promise.all([thisMachine(), readProcess(it.pid)]);
  return judgeLife(it, here, found?.startTicks);
}
