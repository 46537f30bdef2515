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

interface Known {
  /** How its command is read; only a command that is a Python is understood unless told. */
  readonly read?: ReadCommand | undefined;
  /** What its Python runs, where nobody can tell. */
  readonly starts: readonly string[];
}

/** What a unit starts: as its command and its scripts say, else what it is known to start. */
export async function unitProgram(
  host: HostReader,
  unit: string,
  { read, starts }: Known,
): Promise<ServiceProgram> {
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
  const own = {
    cwd: (shown['WorkingDirectory'] ?? '').replace(/^[!-]/, '') || '/',
    variables: Object.fromEntries(variables),
    user: shown['User'] || 'root',
  };
  const command = unitCommand(start, variables);
  const isPython = /\/python[\d.]*$/.test(command[0] ?? '');
  const found = await read?.(start, own);
  return { arguments: isPython ? command.slice(1) : starts, ...own, ...found };
}
