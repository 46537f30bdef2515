import type { Starter } from '../../core/cluster/unit-snapshot.ts';
import { lookAt } from '../hosts/host-look.ts';
import type { HostReader } from '../hosts/port.ts';
import { type Shown, type UnitsSeen, unitAmong, unitLook } from './unit-look.ts';

const words = (text = ''): readonly string[] => text.split(' ').filter((word) => word !== '');

const isAtWork = ({ ActiveState = '', Type }: Shown): boolean =>
  /^(active|activating|reloading)$/.test(ActiveState) && Type !== 'oneshot';

/** Those that need it are stopped with it. */
const pulling = ['RequiredBy', 'BoundBy', 'ConsistsOf'];

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

function whyStarts(
  { Id = '', ExecStart = '' }: Shown,
  names: readonly string[],
  scripts: UnitsSeen['scripts'],
): string | undefined {
  if (names.includes(Id) || ExecStart === '') return undefined;
  const name = `(${names.map((each) => escaped(each.replace(/\.service$/, ''))).join('|')})`;
  const [, path = ''] = /path=(\S+)/.exec(ExecStart) ?? [];
  const command = `${ExecStart}\n${scripts.get(path) ?? ''}`;
  if (new RegExp(`systemctl.*start\\s.*${name}(\\.service)?(\\s|;|"|'|$)`, 'm').test(command))
    return 'starts it by a command';
  const isWatcher = /ai\.backend\.agent\.watcher|ag start-watcher/.test(command);
  return isWatcher && /agent/.test(name) ? 'watches it, and may start it' : undefined;
}

/**
 * What would start a service: timers, sockets and paths that trigger it, services that need it, services that start it
 * by a command, with the timers of those, and a watcher beside an agent. Only what is at work now.
 */
export function startersAmong({ units, scripts }: UnitsSeen, unit: string): readonly Starter[] {
  const own = unitAmong(units, unit) ?? {};
  const names = [unit, own['Id'] ?? unit, ...words(own['Names'])];
  const found: Starter[] = [
    ...words(own['TriggeredBy']).map((name) => ({ unit: name, why: 'triggers it' })),
    ...pulling
      .flatMap((property) => words(own[property]))
      .filter((name) => !name.endsWith('.target'))
      .map((name) => ({ unit: name, why: 'needs it' })),
    ...units.flatMap((each) => {
      const why = whyStarts(each, names, scripts);
      const { Id = '', TriggeredBy } = each;
      if (why === undefined) return [];
      return [
        { unit: Id, why },
        ...words(TriggeredBy).map((name) => ({ unit: name, why: `triggers ${Id}` })),
      ];
    }),
  ];
  const atWork = new Set(units.filter(isAtWork).map(({ Id }) => Id));
  return [...new Map(found.map((each) => [each.unit, each])).values()].filter((each) =>
    atWork.has(each.unit),
  );
}

/** What would start a service of a host now. */
export async function startersOf(host: HostReader, unit: string): Promise<readonly Starter[]> {
  const { seen } = await lookAt(host, { seen: unitLook([unit]) }, 30_000);
  return startersAmong(seen, unit);
}
