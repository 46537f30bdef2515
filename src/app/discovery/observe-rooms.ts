import { dirname } from 'node:path';
import type { HostSnapshot } from '../../core/cluster/host-snapshot.ts';
import { onHost } from '../../core/cluster/on-host.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import { lookAt } from '../../io/hosts/host-look.ts';
import { roomLook } from '../../io/hosts/room-look.ts';
import { atMost } from '../../lib/at-most.ts';
import { messageOf } from '../../lib/errors.ts';
import type { Readers } from './readers.ts';

/** Hosts with what is free where new environments go: beside those that there are. One question a host. */
export function withRooms(
  hosts: readonly HostSnapshot[],
  members: readonly MemberSnapshot[],
  { host: hostNamed }: Pick<Readers, 'host'>,
): Promise<HostSnapshot[]> {
  const seen = members.filter(({ unseen, environment }) => !unseen && environment !== '');
  return atMost(defaultLimits.inAll, hosts, async (host) => {
    const folders = new Set(onHost(seen, host.name).map(({ environment }) => dirname(environment)));
    if (host.away || host.unread !== undefined || folders.size === 0) return host;
    try {
      const { rooms } = await lookAt(hostNamed(host.name), { rooms: roomLook([...folders]) }, 30_000);
      return { ...host, rooms };
    } catch (error) {
      return { ...host, unread: messageOf(error) };
    }
  });
}
