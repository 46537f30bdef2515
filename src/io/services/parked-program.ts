import { join } from 'node:path';
import { z } from 'zod';
import { fingerprint } from '../../lib/stable-json.ts';
import { waitFor } from '../../lib/wait.ts';
import type { Host, HostReader } from '../hosts/port.ts';
import { type Daemon, type DaemonTraces, parkedProcesses } from './daemon.ts';
import { logTail } from './log-tail.ts';
import type { Started } from './port.ts';

const record = z.object({
  pid: z.int().positive(),
  startTicks: z.number(),
  boot: z.string(),
  token: z.string(),
  /** Of all that its service would start it with. */
  launch: z.string(),
  environment: z.string(),
  version: z.string(),
  read: z.record(z.string(), z.string()),
});
/** What a program that waits says of itself. */
export type ParkedRecord = z.infer<typeof record>;

const killTimeoutMs = 10_000;
/** Milliseconds in which one that is told to go on does so. */
const goTimeoutMs = 5_000;

/** What lies in a service's folder while a program is parked there; `baiup_parking.py` has the same names. */
export const parkedFile = (
  folder: string,
  name: 'parked.json' | 'parked.json.new' | 'parked.go' | 'parked.log',
): string => join(folder, name);

/** What tells whether a program is started as another would be. */
export const launchOf = ({ argv, cwd, env, log }: Daemon): string => fingerprint({ argv, cwd, env, log });

async function recordIn(host: HostReader, path: string) {
  try {
    return record.safeParse(JSON.parse((await host.readText(path)) ?? '')).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The program that waits in a folder, as it describes itself; undefined where none does. */
export async function parkedIn(host: HostReader, folder: string) {
  const known = await recordIn(host, parkedFile(folder, 'parked.json'));
  if (!known) return undefined;
  const [found] = await host.processes({ pid: known.pid });
  return found?.startTicks === known.startTicks && found.boot === known.boot ? known : undefined;
}

/** Ends whatever waits there, in whichever state, and takes away what it has left. */
export async function endParked(host: Host, folder: string, traces: DaemonTraces): Promise<void> {
  const waiting = async () => (await parkedProcesses(host, traces)).waiting.map(({ pid }) => pid);
  const left = await waiting();
  if (left.length > 0) {
    await host.signal(left, 'SIGKILL');
    await waitFor(async () => ((await waiting()).length === 0 ? true : undefined), {
      timeoutMs: killTimeoutMs,
      everyMs: 20,
      what: `parked processes ${left.join(', ')} to end`,
      code: 'service.parked-left',
    });
  }
  for (const name of ['parked.json', 'parked.json.new', 'parked.go', 'parked.log'] as const)
    await host.remove(parkedFile(folder, name));
}

/** What it said itself of why it does not wait: all else may hold what its configuration does. */
export async function saidWhy(host: HostReader, folder: string): Promise<string> {
  const lines = (await logTail(host, parkedFile(folder, 'parked.log'), 5)).split('\n');
  const said = lines.findLast((line) => line.startsWith('parked: '));
  return said?.slice('parked: '.length) ?? 'it ended, and does not say why';
}

/**
 * Lets the parked program go on, where it is just what the daemon would be. It says so by one rename in its folder;
 * otherwise it is ended, and nothing of it is left.
 * @returns undefined where none was parked
 */
export async function goOn(
  host: Host,
  folder: string,
  daemon: Daemon,
  traces: DaemonTraces,
): Promise<Started | undefined> {
  const waits = await parkedIn(host, folder);
  const why = waits && (await refused(host, folder, daemon, waits));
  const told = waits ? { parked: why === undefined, ...(why === undefined ? {} : { why }) } : undefined;
  await endParked(host, folder, traces);
  return told;
}

/** Why one is not used that its service would start otherwise. */
export const otherLaunch = 'its service starts another command, or with other variables';

async function refused(
  host: Host,
  folder: string,
  daemon: Daemon,
  { pid, token, launch }: ParkedRecord,
): Promise<string | undefined> {
  if (launch !== launchOf(daemon)) return otherLaunch;
  await host.writeText(parkedFile(folder, 'parked.go'), token);
  const hasGoneOn = async () => (await recordIn(host, daemon.pidFile))?.token === token;
  const end = await waitFor(
    async () => {
      if (await hasGoneOn()) return 'went';
      const [found] = await host.processes({ pid });
      if (found) return undefined;
      return (await hasGoneOn()) ? 'went' : 'ended';
    },
    { timeoutMs: goTimeoutMs, everyMs: 10, what: `the parked program in ${folder} to go on` },
  ).catch(() => 'hung');
  if (end === 'went') return undefined;
  return end === 'hung' ? 'it did not go on when it was told to' : saidWhy(host, folder);
}
