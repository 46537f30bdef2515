import { failedCommand } from '../hosts/command-errors.ts';
import type { HostReader } from '../hosts/port.ts';
import { isHoldFile } from './unit-hold.ts';

/** Drop-ins of ours: one lets a unit name another environment, one holds it, one has it take in what waits for it. */
export const environmentFile = (unit: string): string =>
  `/etc/systemd/system/${unit}.d/zz-baiup-environment.conf`;
export const takeInFile = (unit: string): string => `/run/systemd/system/${unit}.d/zz-baiup-take-in.conf`;

/** Lines of a section, without comments, long ones joined. */
function linesOf(text: string, section: string): string[] {
  let within = '';
  return text
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => {
      within = /^\[(.*)\]$/.exec(line)?.[1] ?? within;
      return within === section && !/^([#;[]|$)/.test(line);
    });
}

/**
 * Lines of `[Service]` as the unit's files have them, without ours.
 * @throws BaiupError `command.failed` where one of them cannot be read
 */
export async function unitLines(host: HostReader, unit: string): Promise<readonly string[]> {
  const command = { argv: ['systemctl', 'cat', '--', unit], timeoutMs: 30_000 } as const;
  const asked = await host.ask(command);
  if (asked.exitCode !== 0) throw failedCommand(host.name, command, asked);
  const ours = [environmentFile(unit), takeInFile(unit)];
  return asked.stdout.split(/^(?=# \/)/m).flatMap((text) => {
    const [, path = ''] = /^# (.*)\n/.exec(text) ?? [];
    return ours.includes(path) || isHoldFile(path) ? [] : linesOf(text, 'Service');
  });
}
