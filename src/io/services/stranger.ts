import type { Stranger } from '../../core/cluster/stranger.ts';
import type { HostReader } from '../hosts/port.ts';
import { showUnits } from './systemd-unit.ts';

const lines = (text: string | undefined): string[] => (text ?? '').split('\0').filter((word) => word !== '');

/** Where its compiled modules are from tells it also of a process that has renamed itself. */
const environmentIn = (maps: string | undefined): string | undefined =>
  /(\/\S+)\/lib\/python[\d.]+\/site-packages\//.exec(maps ?? '')?.[1];

/** The process that leads a group, or the one that is asked for where that has gone. */
async function mainOf(host: HostReader, pid: number): Promise<number | undefined> {
  const [found] = await host.processes({ pid });
  if (!found) return undefined;
  const [leader] = await host.processes({ pid: found.group });
  return leader?.pid ?? pid;
}

/** What the services of a cluster on a host are known by. */
interface Own {
  /** `NAME=value` */
  readonly variables: ReadonlySet<string>;
  /** Units of its systemd. */
  readonly units: ReadonlySet<string>;
}

/** The units that a process belongs to: parts of the paths of its control groups. */
const unitsOf = (groups: string | undefined): readonly string[] =>
  (groups ?? '').split(/[/\n]/).filter((part) => part.endsWith('.service'));

/** Control groups have a unit's own name; others may know it by another one. */
async function isOwnUnit(host: HostReader, units: readonly string[], own: Own['units']): Promise<boolean> {
  if (units.length === 0) return false;
  if (units.some((unit) => own.has(unit))) return true;
  const shown = await showUnits(host, units, ['Names']).catch(() => []);
  return shown.some(({ Names = '' }) => Names.split(' ').some((name) => own.has(name)));
}

/** What a process is, if it is a program of Backend.AI and no service of the cluster has started it. */
export async function strangerIn(host: HostReader, pid: number, own: Own): Promise<Stranger | undefined> {
  const read = (name: string, of = pid) => host.readText(`/proc/${of}/${name}`).catch(() => undefined);
  const words = lines(await read('cmdline'));
  if (!/backend\.ai|ai\.backend/.test(words.join(' '))) return undefined;
  if (lines(await read('environ')).some((variable) => own.variables.has(variable))) return undefined;
  if (await isOwnUnit(host, unitsOf(await read('cgroup')), own.units)) return undefined;
  const main = (await mainOf(host, pid)) ?? pid;
  const title = lines(await read('cmdline', main));
  const environment = environmentIn(await read('maps'));
  return {
    pid: main,
    title: (title.length > 0 ? title : words).join(' ').trim(),
    ...(environment ? { environment } : {}),
  };
}
