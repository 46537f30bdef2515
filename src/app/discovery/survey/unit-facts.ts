import { failedCommand } from '../../../io/hosts/command-errors.ts';
import type { HostReader } from '../../../io/hosts/port.ts';
import { unitVariables, variableFiles } from '../../../io/services/unit-variables.ts';
import { BaiupError } from '../../../lib/errors.ts';

/** A service of systemd as it says itself. */
export interface UnitFacts {
  /** With its ending: `backendai-manager.service`. */
  readonly name: string;
  readonly isActive: boolean;
  /** Whether it starts at boot. */
  readonly isEnabled: boolean;
  /** Of its main process; undefined where none lives. */
  readonly pid: number | undefined;
  /** A name or a number; root unless told. */
  readonly user: string;
  readonly workdir: string | undefined;
  /** What `systemctl show` says of `ExecStart`. */
  readonly start: string;
  readonly variables: ReadonlyMap<string, string>;
  /** Files of variables. */
  readonly files: readonly string[];
}

const timeoutMs = 30_000;
const asked =
  'Id,ActiveState,UnitFileState,MainPID,User,WorkingDirectory,ExecStart,Environment,EnvironmentFiles,LoadState';

/** What `systemctl show` says of one unit. */
function parseUnit(text: string): UnitFacts | undefined {
  const lines = text.split('\n').map((line) => /^(\w+)=(.*)$/.exec(line));
  const all = (key: string) => lines.flatMap((found) => (found?.[1] === key ? [found[2] ?? ''] : []));
  const one = (key: string) => all(key)[0] ?? '';
  const name = one('Id');
  const start = all('ExecStart').at(-1) ?? '';
  if (name === '' || start === '') return undefined;
  // A dash in front says that it may be missing.
  const workdir = one('WorkingDirectory').replace(/^[!-]/, '');
  const pid = Number(one('MainPID'));
  return {
    name,
    isActive: /^(active|activating|reloading)$/.test(one('ActiveState')),
    isEnabled: one('UnitFileState').startsWith('enabled'),
    pid: pid > 0 ? pid : undefined,
    user: one('User') || 'root',
    workdir: workdir === '' ? undefined : workdir,
    start,
    variables: unitVariables(all('Environment').join(' ')),
    files: ['EnvironmentFile', 'EnvironmentFiles'].flatMap((key) => all(key)).flatMap(variableFiles),
  };
}

const namesIn = (text: string): string[] =>
  text.split('\n').flatMap((line) => /^[●*\s]*(\S+\.service)\b/.exec(line)?.[1] ?? []);

/** What systemctl prints; nothing where there is no systemd, but one that does not answer may have any units. */
async function systemctl(host: HostReader, ...words: string[]): Promise<string> {
  const command = { argv: ['systemctl', ...words] as [string, ...string[]], timeoutMs };
  try {
    const result = await host.ask(command);
    if (result.exitCode === 0) return result.stdout;
    if ((await host.stat('/run/systemd/system')) === undefined) return '';
    throw failedCommand(host.name, command, result);
  } catch (error) {
    if (error instanceof BaiupError && error.code === 'command.missing') return '';
    throw error;
  }
}

/**
 * All services that systemd knows on a host, also those that do not run; none where there is no systemd.
 * @throws BaiupError `command.failed`, `command.deadline` where it does not answer
 */
export async function readUnits(host: HostReader): Promise<readonly UnitFacts[]> {
  const plain = ['--type=service', '--plain', '--no-legend', '--no-pager', '--full'];
  const [files, loaded] = await Promise.all([
    systemctl(host, 'list-unit-files', ...plain),
    systemctl(host, 'list-units', '--all', ...plain),
  ]);
  // A template is none before it has an instance.
  const names = [...new Set([...namesIn(files), ...namesIn(loaded)])].filter((name) => !name.includes('@.'));
  if (names.length === 0) return [];
  const shown = await systemctl(host, 'show', '--no-pager', '-p', asked, '--', ...names.sort());
  const units = shown.split(/\n\n+/).flatMap((text) => parseUnit(text) ?? []);
  // One that goes by several names is shown for each of them.
  return [...new Map(units.map((unit) => [unit.name, unit])).values()];
}
