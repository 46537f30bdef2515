import type { HostReader } from '../hosts/port.ts';
import type { ServiceProgram } from './port.ts';
import { showUnits } from './systemd-unit.ts';

/** What a unit starts: as it says where that is a Python, else what its script or its program is known to start. */
export async function unitProgram(
  host: HostReader,
  unit: string,
  starts: readonly string[],
): Promise<ServiceProgram> {
  const wanted = ['ExecStart', 'WorkingDirectory', 'Environment', 'EnvironmentFiles'];
  const [shown = {}] = await showUnits(host, [unit], wanted);
  const [, command = ''] = /argv\[\]=(.*?) ; ignore_errors=/.exec(shown['ExecStart'] ?? '') ?? [];
  const [program = '', ...rest] = command.split(' ');
  const isPython = /\/python[\d.]*$/.test(program);
  const files = [...(shown['EnvironmentFiles'] ?? '').matchAll(/(\S+) \(ignore_errors=/g)];
  const texts = await Promise.all(files.map(([, path = '']) => host.readText(path)));
  return {
    arguments: isPython ? rest : starts,
    cwd: (shown['WorkingDirectory'] ?? '').replace(/^[!-]/, '') || '/',
    variables: Object.fromEntries([
      ...assignments(words(shown['Environment'] ?? '')),
      ...texts.flatMap((text) =>
        assignments((text ?? '').split('\n').filter((line) => !/^\s*[#;]/.test(line))),
      ),
    ]),
  };
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
