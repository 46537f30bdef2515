import { spawn } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { show } from '../../lib/command.ts';
import { BaiupError } from '../../lib/errors.ts';
import { markedProcesses, readProcess } from './proc.ts';

/** A program that outlives us: in a session and process group of its own, found again by its pid file. */
export interface Daemon {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** The whole environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
  readonly pidFile: string;
  /** A variable of `env` that only this daemon has: it finds what a crash left without a pid file. */
  readonly marker: string;
}

const record = z.object({ pid: z.int().positive(), startTicks: z.number(), boot: z.string() });

/** Starts it unless it runs; returns its pid. */
export async function startDaemon(daemon: Daemon): Promise<number> {
  const running = await daemonPid(daemon);
  if (running !== undefined) return running;
  const log = await open(daemon.log, 'a', 0o600);
  try {
    const [program, ...rest] = daemon.argv;
    const child = spawn(program, rest, {
      cwd: daemon.cwd,
      env: { ...daemon.env },
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => resolve(child.pid ?? 0));
    });
    child.unref();
    await writeRecord(daemon.pidFile, pid);
    return pid;
  } catch (error) {
    throw new BaiupError('service.not-started', `\`${show(daemon.argv)}\` could not be started: ${error}`, {
      cause: error,
    });
  } finally {
    await log.close();
  }
}

/** The pid of the main process while it lives; a number that another process has taken over does not count. */
export async function daemonPid(
  daemon: Pick<Daemon, 'env' | 'marker' | 'pidFile'>,
): Promise<number | undefined> {
  const known = await readRecord(daemon.pidFile);
  const facts = known && known.boot === (await bootId()) ? await readProcess(known.pid) : undefined;
  if (facts && facts.startTicks === known?.startTicks) return facts.pid;
  const leader = (await leftovers(daemon)).find((process) => process.pid === process.group);
  if (leader) await writeRecord(daemon.pidFile, leader.pid);
  return leader?.pid;
}

/** Everything of it that lives, whether its main process does or not. */
export async function leftovers(daemon: Pick<Daemon, 'env' | 'marker'>) {
  return markedProcesses(daemon.marker, daemon.env[daemon.marker] ?? '');
}

export async function forgetDaemon(daemon: Pick<Daemon, 'pidFile'>): Promise<void> {
  await rm(daemon.pidFile, { force: true });
}

async function writeRecord(pidFile: string, pid: number): Promise<void> {
  const startTicks = (await readProcess(pid))?.startTicks ?? 0;
  await writeFileAtomic(pidFile, `${JSON.stringify({ pid, startTicks, boot: await bootId() })}\n`);
}

async function readRecord(pidFile: string) {
  const text = await readFile(pidFile, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return record.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
}
