import type { Starter } from '../../core/cluster/unit-snapshot.ts';
import { lookAt } from '../hosts/host-look.ts';
import type { HostReader } from '../hosts/port.ts';
import { type Shown, stopsWith, type UnitsSeen, unitAmong, unitLook } from './unit-look.ts';
import { startPath } from './unit-start.ts';

const words = (text = ''): readonly string[] => text.split(' ').filter((word) => word !== '');

const isAtWork = ({ ActiveState = '', Type }: Shown): boolean =>
  /^(active|activating|reloading)$/.test(ActiveState) && Type !== 'oneshot';

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

function whyStarts(
  { Id = '', ExecStart = '' }: Shown,
  names: readonly string[],
  scripts: UnitsSeen['scripts'],
): string | undefined {
  if (names.includes(Id) || ExecStart === '') return undefined;
  const name = `(${names.map((each) => escaped(each.replace(/\.service$/, ''))).join('|')})`;
  const command = `${ExecStart}\n${scripts.get(startPath(ExecStart)) ?? ''}`;
  if (new RegExp(`systemctl.*start\\s.*${name}(\\.service)?(\\s|;|"|'|$)`, 'm').test(command))
    return 'starts it by a command';
  const isWatcher = /ai\.backend\.agent\.watcher|ag start-watcher/.test(command);
  return isWatcher && /agent/.test(name) ? 'watches it, and may start it' : undefined;
}

/** What systemd stops with a service: what needs it or is a part of it, and what needs those. */
function endingWith(units: readonly Shown[], own: Shown, names: readonly string[]): readonly Starter[] {
  const found = new Map<string, string>();
  const follow = (of: Shown, why: string): void => {
    for (const name of stopsWith.flatMap((property) => words(of[property]))) {
      if (found.has(name) || names.includes(name)) continue;
      found.set(name, why);
      follow(unitAmong(units, name) ?? {}, `stops with ${name}`);
    }
  };
  follow(own, 'needs it');
  // A task that was done at its start counts as active until it is stopped.
  const isActive = (name: string) => unitAmong(units, name)?.['ActiveState'] === 'active';
  return [...found].flatMap(([unit, why]) => (isActive(unit) ? [{ unit, why }] : []));
}

/**
 * What would start a service or stops with it: timers, sockets and paths that trigger it, units that need it, services
 * that start it by a command, with the timers of those, and a watcher beside an agent. Only what is at work now.
 */
export function startersAmong({ units, scripts }: UnitsSeen, unit: string): readonly Starter[] {
  const own = unitAmong(units, unit) ?? {};
  const names = [unit, own['Id'] ?? unit, ...words(own['Names'])];
  const found: Starter[] = [
    ...words(own['TriggeredBy']).map((name) => ({ unit: name, why: 'triggers it' })),
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
  const all = [...endingWith(units, own, names), ...found.filter((each) => atWork.has(each.unit))];
  return [...new Map(all.map((each) => [each.unit, each])).values()];
}

/** What would start a service of a host now. */
export async function startersOf(host: HostReader, unit: string): Promise<readonly Starter[]> {
  const { seen } = await lookAt(host, { seen: unitLook([unit]) }, 30_000);
  return startersAmong(seen, unit);
}
