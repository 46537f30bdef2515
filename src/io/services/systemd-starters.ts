import type { HostReader } from '../hosts/port.ts';
import { showUnits } from './systemd-unit.ts';

type Shown = Readonly<Record<string, string>>;

const words = (text = ''): readonly string[] => text.split(' ').filter((word) => word !== '');

const isRunning = ({ ActiveState }: Shown): boolean =>
  ActiveState === 'active' || ActiveState === 'activating' || ActiveState === 'reloading';

const startingProperties = ['Id', 'ActiveState', 'Type', 'ExecStart', 'TriggeredBy'];
/** Those that need it are stopped with it. */
const pullingProperties = ['TriggeredBy', 'RequiredBy', 'BoundBy', 'ConsistsOf'];

/** A unit that would start a service while it is stopped, or that runs from the same environment beside it. */
export interface Starter {
  readonly unit: string;
  readonly why: string;
}

/**
 * What would start a service: timers, sockets and paths that trigger it, services that need it, services that start it
 * by a command, with the timers of those, and a watcher beside an agent. Only what is at work now.
 */
export async function startersOf(host: HostReader, unit: string): Promise<readonly Starter[]> {
  const [own = {}] = await showUnits(host, [unit], pullingProperties);
  const pulling = pullingProperties.flatMap((property) =>
    words(own[property])
      .filter((name) => !name.endsWith('.target'))
      .map((name) => ({ unit: name, why: property === 'TriggeredBy' ? 'triggers it' : 'needs it' })),
  );
  const services = await showUnits(host, ['*.service'], startingProperties);
  const calling: Starter[] = [];
  for (const service of services) {
    const why = await whyStarts(host, service, unit);
    if (why === undefined) continue;
    calling.push({ unit: service['Id'] ?? '', why });
    for (const timer of words(service['TriggeredBy']))
      calling.push({ unit: timer, why: `triggers ${service['Id']}` });
  }
  const found = [...new Map([...pulling, ...calling].map((each) => [each.unit, each])).values()];
  if (found.length === 0) return [];
  const states = await showUnits(
    host,
    found.map((each) => each.unit),
    ['Id', 'ActiveState', 'Type'],
  );
  const atWork = new Set(
    states.filter((each) => isRunning(each) && each['Type'] !== 'oneshot').map(({ Id }) => Id),
  );
  return found.filter((each) => atWork.has(each.unit));
}

async function whyStarts(host: HostReader, service: Shown, unit: string): Promise<string | undefined> {
  const { Id = '', ExecStart = '' } = service;
  if (Id === unit) return undefined;
  const name = unit.replace(/\.service$/, '');
  const command = [ExecStart, await scriptOf(host, Id, ExecStart)].join('\n');
  const isNamed = new RegExp(`systemctl.*start\\s.*${escaped(name)}(\\.service)?(\\s|;|"|'|$)`, 'm').test(
    command,
  );
  if (isNamed) return 'starts it by a command';
  const isWatcher = /ai\.backend\.agent\.watcher|ag start-watcher/.test(command);
  return isWatcher && /agent/.test(name) ? 'watches it, and may start it' : undefined;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The text of a script that a service starts; only where it may be one of ours: systemd's own are many. */
async function scriptOf(host: HostReader, id: string, command: string): Promise<string> {
  const [, path = ''] = /path=(\S+)/.exec(command) ?? [];
  if (!/\.sh$|backend|bai/i.test(path) && !/backend|bai/i.test(id)) return '';
  const head = await host.readPart(path, 0, 16_384).catch(() => undefined);
  const text = new TextDecoder().decode(head ?? new Uint8Array());
  return text.startsWith('#!') ? text : '';
}
