import type { HostReader } from '../hosts/port.ts';
import type { ServiceProgram } from './port.ts';
import { showUnits } from './systemd-unit.ts';
import { unitCommand } from './unit-command.ts';
import { unitVariables, variableFiles } from './unit-variables.ts';
import { variablesInFile } from './variables-in-file.ts';

/**
 * What a command of a unit gives to Python in the end, and what its scripts do to variables and folder.
 * @param start what `systemctl show` says of `ExecStart`
 */
export type ReadCommand = (
  start: string,
  unit: Pick<ServiceProgram, 'cwd' | 'variables' | 'user'>,
) => Promise<Pick<ServiceProgram, 'arguments' | 'cwd' | 'variables'> | undefined>;

export interface KnownStart {
  /** How its command is read; only a command that is a Python is understood unless told. */
  readonly read?: ReadCommand | undefined;
  /** What its Python runs, where nobody can tell. */
  readonly starts: readonly string[];
}

/** What a unit itself says: its command as systemd shows it, and what it gives to that. */
export async function unitOwn(host: HostReader, unit: string) {
  // systemd 219 is asked for `EnvironmentFiles` and answers with `EnvironmentFile`.
  const wanted = ['ExecStart', 'WorkingDirectory', 'Environment', 'EnvironmentFiles', 'User'];
  const [shown = {}] = await showUnits(host, [unit], wanted);
  const { ExecStart: start = '', Environment: told = '', EnvironmentFiles, EnvironmentFile = '' } = shown;
  const files = variableFiles(EnvironmentFiles ?? EnvironmentFile);
  const texts = await Promise.all(files.map((path) => host.readText(path)));
  const variables = new Map([
    ...unitVariables(told),
    ...texts.flatMap((text) => [...variablesInFile(text ?? '')]),
  ]);
  const cwd = (shown['WorkingDirectory'] ?? '').replace(/^[!-]/, '') || '/';
  return { start, cwd, variables, user: shown['User'] || 'root' };
}

/** What a unit starts: as its command and its scripts say, else what it is known to start. */
export async function unitProgram(
  host: HostReader,
  unit: string,
  { read, starts }: KnownStart,
): Promise<ServiceProgram> {
  const { start, variables, ...told } = await unitOwn(host, unit);
  const own = { ...told, variables: Object.fromEntries(variables) };
  const command = unitCommand(start, variables);
  const isPython = isPythonAt(command[0]);
  const found = await read?.(start, own);
  return { arguments: isPython ? command.slice(1) : starts, ...own, ...found };
}

export const isPythonAt = (path = ''): boolean => /\/python[\d.]*$/.test(path);
