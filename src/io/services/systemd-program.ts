import type { HostReader } from '../hosts/port.ts';
import type { ServiceProgram } from './port.ts';
import { showUnits } from './systemd-unit.ts';

/** What a command of a unit gives to Python in the end, and what its scripts do to variables and folder. */
export type ReadCommand = (
  command: readonly string[],
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
  const wanted = ['ExecStart', 'WorkingDirectory', 'Environment', 'EnvironmentFiles', 'User'];
  const [shown = {}] = await showUnits(host, [unit], wanted);
  const [, line = ''] = /argv\[\]=(.*?) ; ignore_errors=/.exec(shown['ExecStart'] ?? '') ?? [];
  const command = line.split(' ');
  const files = [...(shown['EnvironmentFiles'] ?? '').matchAll(/(\S+) \(ignore_errors=/g)];
  const texts = await Promise.all(files.map(([, path = '']) => host.readText(path)));
  const own = {
    cwd: (shown['WorkingDirectory'] ?? '').replace(/^[!-]/, '') || '/',
    variables: Object.fromEntries([
      ...assignments(words(shown['Environment'] ?? '')),
      ...texts.flatMap((text) =>
        assignments((text ?? '').split('\n').filter((each) => !/^\s*[#;]/.test(each))),
      ),
    ]),
    user: shown['User'] || 'root',
  };
  const isPython = /\/python[\d.]*$/.test(command[0] ?? '');
  const found = await read?.(command, own);
  return { arguments: isPython ? command.slice(1) : starts, ...own, ...found };
}

/** Words as systemd writes them: those with spaces or quotes are put in quotes. */
function words(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|\S+/g)].map(([word, quoted]) =>
    quoted === undefined ? word : quoted.replaceAll(/\\(.)/g, '$1'),
  );
}

function assignments(lines: readonly string[]): readonly (readonly [string, string])[] {
  return lines.flatMap((line) => {
    const [, name, value = ''] = /^\s*([A-Za-z_]\w*)=(.*)$/s.exec(line) ?? [];
    return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/, '$2')] as const];
  });
}
