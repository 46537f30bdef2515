import type { HostSnapshot } from '../../core/cluster/host-snapshot.ts';
import type { Member } from '../../core/cluster/inventory.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import type { Readers } from './readers.ts';
import { unseenMember } from './unseen-member.ts';

export const isSomeAway = (hosts: readonly HostSnapshot[]): boolean =>
  hosts.some(({ away }) => away !== undefined);

const awayNames = (hosts: readonly HostSnapshot[]): ReadonlySet<string> =>
  new Set(hosts.flatMap(({ name, away }) => (away ? [name] : [])));

/** Readers of what is left of a cluster without the hosts that do not answer. */
export function withoutAway(readers: Readers, hosts: readonly HostSnapshot[]): Readers {
  if (!isSomeAway(hosts)) return readers;
  const away = awayNames(hosts);
  const components = readers.inventory.components.filter(({ host }) => !away.has(host));
  return { ...readers, inventory: { ...readers.inventory, components } };
}

/** All members in their order: those that were looked at, and those whose host does not answer. */
export function withUnseen(
  members: readonly Member[],
  seen: readonly MemberSnapshot[],
  hosts: readonly HostSnapshot[],
): readonly MemberSnapshot[] {
  if (!isSomeAway(hosts)) return seen;
  const found = new Map(seen.map((each) => [each.id, each]));
  return members.map(
    (member) => found.get(member.id) ?? unseenMember(member, `its host ${member.host} does not answer`),
  );
}
