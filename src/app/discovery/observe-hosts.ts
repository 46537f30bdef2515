import { environmentsOn } from '../../core/cluster/environments-on.ts';
import type { HostSnapshot } from '../../core/cluster/host-snapshot.ts';
import type { Member } from '../../core/cluster/inventory.ts';
import { onHost } from '../../core/cluster/on-host.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import { clockAhead, clockLook } from '../../io/hosts/clock-look.ts';
import { handOverLook } from '../../io/hosts/hand-over-look.ts';
import { type HostLook, lookAt } from '../../io/hosts/host-look.ts';
import { hostTrouble } from '../../io/hosts/host-trouble.ts';
import { machineLook } from '../../io/hosts/machine-look.ts';
import { memoryLook } from '../../io/hosts/memory-look.ts';
import { pythonsOn } from '../../io/python/pythons-look.ts';
import { programLook } from '../../io/services/program-look.ts';
import { unitName } from '../../io/services/systemd-unit.ts';
import { type UnitsSeen, unitLook } from '../../io/services/unit-look.ts';
import { atMost } from '../../lib/at-most.ts';
import { type BaiupError, messageOf } from '../../lib/errors.ts';
import { manualProcesses } from './manual-processes.ts';
import type { Readers } from './readers.ts';
import { balancerLook } from './survey/balancers-in.ts';

export type HostReaders = Pick<Readers, 'inventory' | 'host' | 'asRoot' | 'noRoot' | 'now'>;

const timeoutMs = 60_000;

const awayBy = (name: string, { code, message: why, hint }: BaiupError): HostSnapshot => ({
  name,
  away: { code, why, ...(hint === undefined ? {} : { hint }) },
});

/** What was seen of a host, and of the units of its members. */
export interface ObservedHost {
  readonly host: HostSnapshot;
  readonly units?: UnitsSeen;
}

type Need = 'upgrade' | 'status';

/** Others know a host by an address where cluster.yaml has a name of the operator's. */
const addressLook: HostLook<readonly string[]> = {
  script: 'hostname -I',
  parse: (text) => text.split(/\s+/).filter((word) => word !== ''),
};

/** Instead of a look that has nothing to look for. */
const none: HostLook<undefined> = { script: ':', parse: () => undefined };

const unitsOf = (members: readonly Member[]): string[] =>
  members.flatMap(({ service }) => (service.kind === 'systemd' ? [unitName(service.unit)] : []));

function clockOf(
  begun: number | undefined,
  ended: number | undefined,
  [sent, heard]: readonly [number, number],
) {
  if (begun === undefined || ended === undefined) return {};
  return { clock: clockAhead({ sent, begun, ended, heard }) };
}

/** What one question tells of a host. Before an upgrade its units are looked at as root, and not twice. */
async function lookAtHost(
  name: string,
  { inventory, host: hostNamed, now }: HostReaders,
  need: Need,
): Promise<ObservedHost> {
  const host = hostNamed(name);
  const members = onHost(inventory.components, name);
  const named = unitsOf(members);
  const isThisMachine = inventory.hosts[name]?.transport === 'local';
  // The way to it is no part of how long it thinks.
  await host.facts();
  const sent = now() / 1000;
  const looks = {
    begun: clockLook,
    units: need === 'status' && named.length > 0 ? unitLook(named) : none,
    programs: named.length > 0 ? programLook : none,
    balancers: balancerLook,
    addresses: addressLook,
    machine: machineLook,
    memory: memoryLook,
    handsOver: handOverLook,
    ended: clockLook,
  };
  const {
    begun,
    units,
    programs = [],
    balancers,
    addresses,
    machine,
    memory,
    handsOver,
    ended,
  } = await lookAt(host, looks, timeoutMs);
  const times = [sent, now() / 1000] as const;
  const manual = manualProcesses(programs, members);
  const found = {
    name,
    ...(isThisMachine ? {} : clockOf(begun, ended, times)),
    ...(manual.length > 0 ? { manual } : {}),
    ...(balancers.length > 0 ? { balancers } : {}),
    ...(addresses.length > 0 ? { addresses } : {}),
    ...(machine === undefined ? {} : { machine }),
    ...(memory === undefined ? {} : { memory }),
    ...(handsOver === undefined ? {} : { handsOver }),
  };
  return { host: found, ...(units ? { units } : {}) };
}

/** Units, and the scripts behind them, which may be closed to others: as root, where that may be. */
async function unitsBefore(
  name: string,
  readers: HostReaders,
): Promise<Pick<ObservedHost, 'units'> & Pick<HostSnapshot, 'noRoot'>> {
  const named = unitsOf(onHost(readers.inventory.components, name));
  if (named.length === 0) return {};
  const noRoot = await readers.noRoot(name);
  const by = noRoot ? readers.host(name) : readers.asRoot(name);
  const { units } = await lookAt(by, { units: unitLook(named) }, timeoutMs);
  return { units, ...(noRoot ? { noRoot } : {}) };
}

/** What is asked only before an upgrade: for a password, too. */
async function lookBefore(name: string, { host }: ObservedHost, readers: HostReaders): Promise<ObservedHost> {
  const [{ noRoot, ...seen }, pythons] = await Promise.all([
    unitsBefore(name, readers),
    pythonsOn(readers.host(name), environmentsOn(readers.inventory, name)),
  ]);
  return { host: { ...host, ...(noRoot ? { noRoot } : {}), pythons }, ...seen };
}

async function observeHost(name: string, readers: HostReaders, need: Need): Promise<ObservedHost> {
  try {
    const found = await lookAtHost(name, readers, need);
    return need === 'upgrade' ? await lookBefore(name, found, readers) : found;
  } catch (error) {
    const trouble = hostTrouble(error);
    return { host: trouble ? awayBy(name, trouble) : { name, unread: messageOf(error) } };
  }
}

/**
 * All hosts of a cluster, each asked once; one that does not answer is told as such, and hides no other.
 */
export function observeHosts(readers: HostReaders, need: Need): Promise<ObservedHost[]> {
  const names = Object.keys(readers.inventory.hosts);
  return atMost(defaultLimits.inAll, names, (name) => observeHost(name, readers, need));
}
