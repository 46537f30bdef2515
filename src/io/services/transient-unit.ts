import type { Host, HostReader } from '../hosts/port.ts';
import { groupEnded } from './control-group-end.ts';
import type { StopSignal } from './port.ts';
import { systemctl } from './systemctl.ts';
import { showUnits } from './systemd-unit.ts';
import { quotedValue, quotedWord } from './unit-quoted.ts';
import { underOtherName } from './unit-specifiers.ts';

type Role = 'parked' | 'stand-in';

/** A unit of ours beside an operator's, which goes with this boot at the latest. */
export const transientName = (unit: string, role: Role): string =>
  `baiup-${role}-${unit.replaceAll('@', ':')}`;

const fileOf = (name: string): string => `/run/systemd/system/${name}`;

/** How a unit starts and ends, and what it is started for: a transient one has its own. */
const ownKeys =
  /^(Exec\w+|Type|ExitType|BusName|PIDFile|GuessMainPID|RemainAfterExit|NotifyAccess|Watchdog\w+|Restart\w*|Timeout\w+|RuntimeMaxSec|RuntimeRandomizedExtraSec|\w*ExitStatus|\w+Action|RebootArgument|StartLimit\w+|Sockets|FileDescriptorStore\w+|OpenFile|PermissionsStartOnly|Kill\w+|FinalKillSignal|SendSIG\w+|ReloadSignal)\s*=/;

export interface TransientText {
  /** The unit whose program it starts. */
  readonly unit: string;
  readonly lines: readonly string[];
  readonly argv: readonly string[];
  readonly cwd: string;
  /** A file of variables that the unit's own do not hold. */
  readonly variables: string;
  /** What it is called in the journal. */
  readonly identifier: string;
  readonly description: string;
  /** Lines that say how it ends, and what else is its own. */
  readonly own: readonly string[];
}

/**
 * What starts another program just as a unit starts its own: as the same user, with the same variables, limits and walls.
 * @throws BaiupError `service.other-name`
 */
export function transientText(of: TransientText): string {
  const { unit, lines, argv, cwd, variables, identifier, description, own } = of;
  const kept = lines.filter((line) => !ownKeys.test(line)).map((line) => underOtherName(line, unit));
  return [
    `# Made by baiup from ${unit}. It is of no use to anybody else, and goes with its run.`,
    '[Unit]',
    `Description=${quotedValue(description)}`,
    '[Service]',
    `SyslogIdentifier=${quotedValue(identifier)}`,
    ...kept,
    'Type=simple',
    'Restart=no',
    `WorkingDirectory=${quotedValue(cwd)}`,
    `EnvironmentFile=${quotedValue(variables)}`,
    `ExecStart=${argv.map(quotedWord).join(' ')}`,
    ...own,
    '',
  ].join('\n');
}

/** What systemd knows of a transient unit now. */
export async function transientState(host: HostReader, name: string) {
  const [shown = {}] = await showUnits(host, [name], ['LoadState', 'MainPID', 'ControlGroup', 'ActiveState']);
  const pid = Number(shown['MainPID']);
  const isThere =
    shown['LoadState'] === 'loaded' || /^(active|deactivating)$/.test(shown['ActiveState'] ?? '');
  return { isThere, pid: pid > 0 ? pid : undefined, group: shown['ControlGroup'] ?? '' };
}

/** Starts it. @returns its process; undefined where that has ended already */
export async function startTransient(root: Host, name: string, text: string): Promise<number | undefined> {
  // It may hold what not everybody may read.
  await root.writeText(fileOf(name), text, 0o600);
  await systemctl(root, 'daemon-reload');
  await systemctl(root, 'start', '--', name);
  return (await transientState(root, name)).pid;
}

/**
 * Ends what runs in it, and takes it away: it is asked by a signal where there is one, and killed after that.
 * @returns whether it had to be killed, and whether systemd has to read its files anew
 */
export async function endTransient(
  root: Host,
  name: string,
  asked?: Parameters<typeof groupEnded>[2] & { readonly by: StopSignal },
): Promise<{ readonly killed: boolean; readonly outdated: boolean }> {
  const { isThere, pid, group } = await transientState(root, name);
  if (!isThere && (await root.stat(fileOf(name))) === undefined) return { killed: false, outdated: false };
  if (asked && pid !== undefined) await root.signal([pid], asked.by);
  const killed = await groupEnded(root, group, asked ?? { timeoutMs: 0 });
  // Before its file goes: without that systemd would end the process that another unit has taken in.
  if (isThere) await systemctl(root, 'stop', '--', name);
  await root.remove(fileOf(name));
  await root.ask({ argv: ['systemctl', 'reset-failed', '--', name], timeoutMs: 30_000 });
  return { killed, outdated: true };
}
