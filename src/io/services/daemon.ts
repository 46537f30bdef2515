import { z } from 'zod';
import { show } from '../../lib/command.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import type { Host, HostReader } from '../hosts/port.ts';
import type { LaunchedProgram, LivingProcess } from '../hosts/process-port.ts';

/** A program that outlives us: in a session and process group of its own, found again by its pid file. */
export interface Daemon extends LaunchedProgram {
  readonly pidFile: string;
  /** A variable of `env` that only this daemon has: it finds what a crash left without a pid file. */
  readonly marker: string;
}

/** What a daemon is found by. */
export type DaemonTraces = Pick<Daemon, 'env' | 'marker' | 'pidFile'> & {
  /** The marker's value in a program that was started to wait: it counts from when the pid file names it. */
  readonly parkedAs?: string;
};

const record = z.object({ pid: z.int().positive(), startTicks: z.number(), boot: z.string() });

/** Starts it unless it runs; returns its pid. */
export async function startDaemon(host: Host, daemon: Daemon): Promise<number> {
  const running = await daemonPid(host, daemon);
  if (running !== undefined) return running;
  try {
    const pid = await host.launch(daemon);
    const [started] = await host.processes({ pid });
    if (started) await writeRecord(host, daemon.pidFile, started);
    return pid;
  } catch (error) {
    const what = `\`${show(daemon.argv)}\` could not be started: ${messageOf(error)}`;
    throw new BaiupError('service.not-started', what, { cause: error });
  }
}

/** The pid of the main process while it lives; a number that another process has taken over does not count. */
export async function daemonPid(host: HostReader, daemon: DaemonTraces): Promise<number | undefined> {
  const known = await readRecord(host, daemon.pidFile);
  const [facts] = known ? await host.processes({ pid: known.pid }) : [];
  if (facts && facts.startTicks === known?.startTicks && facts.boot === known.boot) return facts.pid;
  // What it started may lead a group of its own, as containers' shims do; only it leads a session.
  return (await leftovers(host, daemon)).find((process) => process.pid === process.session)?.pid;
}

/** Everything of it that lives, whether its main process does or not. */
export async function leftovers(host: HostReader, traces: DaemonTraces): Promise<readonly LivingProcess[]> {
  const { env, marker } = traces;
  const own = await host.processes({ variable: marker, value: env[marker] ?? '' });
  const { servedBy } = await parkedProcesses(host, traces);
  return [...own, ...servedBy];
}

/** What was started to wait: what the pid file names serves by now, and all else does not. */
export async function parkedProcesses(
  host: HostReader,
  { marker, parkedAs, pidFile }: DaemonTraces,
): Promise<Readonly<Record<'servedBy' | 'waiting', readonly LivingProcess[]>>> {
  const all = parkedAs === undefined ? [] : await host.processes({ variable: marker, value: parkedAs });
  // The file last: what has gone on in between does not count as waiting.
  const known = all.length > 0 ? await readRecord(host, pidFile) : undefined;
  // The number of what has served before may be that of one that waits by now.
  const isTaken = all.some(({ pid, startTicks }) => pid === known?.pid && startTicks !== known.startTicks);
  const serves = ({ session, boot }: LivingProcess) =>
    !isTaken && session === known?.pid && boot === known?.boot;
  return { servedBy: all.filter(serves), waiting: all.filter((each) => !serves(each)) };
}

async function writeRecord(
  host: Host,
  pidFile: string,
  { pid, startTicks, boot }: LivingProcess,
): Promise<void> {
  await host.writeText(pidFile, `${JSON.stringify({ pid, startTicks, boot })}\n`);
}

async function readRecord(host: HostReader, pidFile: string) {
  try {
    return record.parse(JSON.parse((await host.readText(pidFile)) ?? ''));
  } catch {
    return undefined;
  }
}
