import type { HostSnapshot } from '../../core/cluster/host-snapshot.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import { clockAhead, clockLook } from '../../io/hosts/clock-look.ts';
import { lookAt } from '../../io/hosts/host-look.ts';
import { hostTrouble } from '../../io/hosts/host-trouble.ts';
import { atMost } from '../../lib/at-most.ts';
import { type BaiupError, messageOf } from '../../lib/errors.ts';
import type { Readers } from './readers.ts';

export type HostReaders = Pick<Readers, 'inventory' | 'host' | 'noRoot' | 'now'>;

const timeoutMs = 60_000;

const awayBy = (name: string, { code, message: why, hint }: BaiupError): HostSnapshot => ({
  name,
  away: { code, why, ...(hint === undefined ? {} : { hint }) },
});

/** What one question tells of a host. */
async function lookAtHost(
  name: string,
  { inventory, host: hostNamed, now }: HostReaders,
): Promise<HostSnapshot> {
  const host = hostNamed(name);
  // The way to it is no part of how long it thinks.
  await host.facts();
  const sent = now() / 1000;
  const { begun, ended } = await lookAt(host, { begun: clockLook, ended: clockLook }, timeoutMs);
  const heard = now() / 1000;
  const isThisMachine = inventory.hosts[name]?.transport === 'local';
  const isClockKnown = !isThisMachine && begun !== undefined && ended !== undefined;
  return { name, ...(isClockKnown ? { clock: clockAhead({ sent, begun, ended, heard }) } : {}) };
}

/** Whether something on a host is to be done as root. */
const needsRoot = ({ components }: Readers['inventory'], name: string): boolean =>
  components.some(({ host, service }) => host === name && service.kind === 'systemd');

async function observeHost(
  name: string,
  readers: HostReaders,
  need: 'upgrade' | 'status',
): Promise<HostSnapshot> {
  const asksRoot = need === 'upgrade' && needsRoot(readers.inventory, name);
  try {
    const found = await lookAtHost(name, readers);
    const noRoot = asksRoot ? await readers.noRoot(name) : undefined;
    return { ...found, ...(noRoot ? { noRoot } : {}) };
  } catch (error) {
    const trouble = hostTrouble(error);
    return trouble ? awayBy(name, trouble) : { name, unread: messageOf(error) };
  }
}

/**
 * All hosts of a cluster, each asked once; one that does not answer is told as such, and hides no other. Nobody is asked
 * for a password only to tell how a cluster is.
 */
export function observeHosts(readers: HostReaders, need: 'upgrade' | 'status'): Promise<HostSnapshot[]> {
  const names = Object.keys(readers.inventory.hosts);
  return atMost(defaultLimits.inAll, names, (name) => observeHost(name, readers, need));
}
