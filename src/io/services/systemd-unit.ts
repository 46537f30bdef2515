import { asTyped } from '../../lib/as-typed.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { HostReader } from '../hosts/port.ts';
import type { ServiceLife } from './port.ts';

/** A unit's whole name: services may be named without their ending. */
export const unitName = (unit: string): string =>
  /\.(service|timer|path|socket|target)$/.test(unit) ? unit : `${unit}.service`;

/** Values by property, for each unit that is named or fits a pattern, at work or not. */
export async function showUnits(
  host: HostReader,
  units: readonly string[],
  properties: readonly string[],
): Promise<readonly Readonly<Record<string, string>>[]> {
  const argv = ['systemctl', 'show', '--all', `--property=${properties.join(',')}`, '--', ...units] as const;
  const { exitCode, stdout, stderr } = await host.ask({ argv, timeoutMs: 30_000 });
  if (exitCode !== 0)
    throw new BaiupError('service.systemd', `systemd on ${host.name} does not answer: ${stderr.trim()}`, {
      hint: `try it on ${host.name}: systemctl show ${asTyped(units[0] ?? '')}`,
    });
  return shownUnits(stdout);
}

/** Values by property of each unit, as `systemctl show` prints them. */
export function shownUnits(text: string): readonly Readonly<Record<string, string>>[] {
  return text
    .trim()
    .split(/\n\n+/)
    .filter((block) => block !== '')
    .map(valuesIn);
}

/** A property that has several lines, one for each file of variables, has one value of all of them. */
function valuesIn(block: string): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const line of block.split('\n')) {
    const at = line.indexOf('=');
    const [key, value] = [line.slice(0, at), line.slice(at + 1)];
    values.set(key, values.has(key) ? `${values.get(key)} ${value}` : value);
  }
  return Object.fromEntries(values);
}

/** What systemd says of a service now. */
export interface UnitState {
  /** `active`, `inactive`, `failed`, `activating`, `deactivating` … */
  readonly active: string;
  readonly mainPid: number | undefined;
  /** The path of its control group; empty where nothing of it lives. */
  readonly controlGroup: string;
  readonly life: ServiceLife;
}

/** @throws BaiupError `service.unknown` */
export async function unitState(host: HostReader, unit: string): Promise<UnitState> {
  const ofLife = ['ActiveEnterTimestampMonotonic', 'NRestarts'];
  const wanted = ['LoadState', 'ActiveState', 'MainPID', 'ControlGroup', ...ofLife];
  const [[shown = {}], uptime = ''] = await Promise.all([
    showUnits(host, [unit], wanted),
    host.readText('/proc/uptime'),
  ]);
  if (shown['LoadState'] === 'not-found')
    throw new BaiupError('service.unknown', `systemd on ${host.name} has no unit ${unit}`, {
      hint: `put the right name into service.unit in cluster.yaml; on ${host.name} this lists all units: systemctl list-units --all --type=service`,
    });
  const pid = Number(shown['MainPID']);
  const active = shown['ActiveState'] ?? 'unknown';
  return {
    active,
    mainPid: pid > 0 ? pid : undefined,
    controlGroup: shown['ControlGroup'] ?? '',
    life: {
      upMs: Number.parseFloat(uptime) * 1000 - Number(shown['ActiveEnterTimestampMonotonic']) / 1000,
      // systemd counts them from version 235 on.
      restarts: Number(shown['NRestarts'] ?? 0),
      turns: active.endsWith('ing'),
    },
  };
}
