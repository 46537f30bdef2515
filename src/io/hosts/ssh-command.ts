import { type Command, show } from '../../lib/command.ts';

/** How a host is reached by the operator's own OpenSSH. */
export interface SshTarget {
  /** As one types it after `ssh`: a name of the operator's configuration, an address, with USER@ or without. */
  readonly destination: string;
  readonly port?: number | undefined;
  /** A configuration file in the place of the operator's own. */
  readonly config?: string | undefined;
}

/** As the operator lets OpenSSH take a key of a host that has none yet. */
export const acceptNew = 'accept-new';

/** Seconds between two signs of life of the server, and how many may be missed. */
const [aliveEvery, aliveMissed] = [15, 3];
export const connectTimeoutSeconds = 15;

function base({ destination, port, config }: SshTarget): { options: string[]; end: string[] } {
  const options = [...(config === undefined ? [] : ['-F', config]), ...(port ? ['-p', String(port)] : [])];
  return { options, end: ['--', destination] };
}

/** Asks OpenSSH what its configuration says of a host; nothing is connected. */
export function sshConfigCommand(target: SshTarget): Command['argv'] {
  const { options, end } = base(target);
  return ['ssh', '-G', ...options, ...end];
}

/** What `ssh -G` says of a key. */
export function sshSetting(text: string, key: string): string | undefined {
  return text
    .split('\n')
    .find((line) => line.startsWith(`${key} `))
    ?.slice(key.length + 1);
}

/** Options of OpenSSH by their names. */
export type SshSettings = Readonly<Record<string, string>>;

/** With any other value no command runs there, or it is told nothing. OpenSSH before 8.7 has none of them. */
const needed: SshSettings = { StdinNull: 'no', ForkAfterAuthentication: 'no', SessionType: 'default' };

/** Which of an operator's settings must be others for us, by what `ssh -G` says. */
export function settingsInTheWay(text: string): SshSettings {
  const differs = ([key, value]: [string, string]) =>
    (sshSetting(text, key.toLowerCase()) ?? value) !== value;
  return Object.fromEntries(Object.entries(needed).filter(differs));
}

/**
 * Runs a command on a host, unattended. What stands on the command line wins over the configuration.
 * @param checking what the operator's configuration says of StrictHostKeyChecking, once that matters
 * @param settings further ones, once these matter
 */
export function sshCommand(
  target: SshTarget,
  argv: Command['argv'],
  checking = 'yes',
  settings: SshSettings = {},
): Command['argv'] {
  return command(target, argv, checking, [], settings);
}

/** Makes a port of our loopback answer on that of a host that is known, for as long as we write to it. */
export function forwardCommand(target: SshTarget, port: number): Command['argv'] {
  const at = `127.0.0.1:${port}`;
  return command(target, ['/bin/cat'], 'yes', ['-R', `${at}:${at}`]);
}

function command(
  target: SshTarget,
  argv: Command['argv'],
  checking: string,
  forwards: readonly string[],
  settings: SshSettings = {},
): Command['argv'] {
  const { options, end } = base(target);
  const told: Readonly<Record<string, string | number>> = {
    BatchMode: 'yes',
    // Whose key is not checked may be anybody; a key of a new host may be taken where the operator says so.
    StrictHostKeyChecking: checking === acceptNew ? acceptNew : 'yes',
    ConnectTimeout: connectTimeoutSeconds,
    ServerAliveInterval: aliveEvery,
    ServerAliveCountMax: aliveMissed,
    ForwardAgent: 'no',
    ForwardX11: 'no',
    // It would clear those of the command line, too.
    ClearAllForwardings: forwards.length > 0 ? 'no' : 'yes',
    ControlMaster: 'no',
    ControlPath: 'none',
    ControlPersist: 'no',
    PermitLocalCommand: 'no',
    RemoteCommand: 'none',
    RequestTTY: 'no',
    LogLevel: 'ERROR',
    ...settings,
  };
  const flags = Object.entries(told).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  return ['ssh', '-T', '-e', 'none', ...flags, ...forwards, ...options, ...end, `exec ${show(argv)}`];
}
