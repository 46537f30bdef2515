import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import { onHost } from '../../core/cluster/on-host.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { unitName } from '../../io/services/systemd-unit.ts';
import { unitSnapshotOf } from '../../io/services/unit-snapshot-of.ts';
import { remembered } from '../../lib/remembered.ts';
import type { ObservedHost } from './observe-hosts.ts';

/** Members with the units that they are, as their hosts have told them. */
export function withUnits(
  members: readonly MemberSnapshot[],
  { components }: Pick<Inventory, 'components'>,
  hosts: readonly ObservedHost[],
): readonly MemberSnapshot[] {
  const seen = new Map(hosts.flatMap(({ host, units }) => (units ? [[host.name, units] as const] : [])));
  if (seen.size === 0) return members;
  const named = new Map(components.map(({ id, service }) => [id, service]));
  const unitsOn = remembered(
    (there: readonly Member[]) =>
      new Set(there.flatMap(({ service: of }) => (of.kind === 'systemd' ? [unitName(of.unit)] : []))),
  );
  return members.map((member) => {
    const [service, units] = [named.get(member.id), seen.get(member.host)];
    if (service?.kind !== 'systemd' || !units) return member;
    const unit = unitSnapshotOf(units, {
      name: unitName(service.unit),
      path: service.environment,
      members: unitsOn(onHost(components, member.host)),
    });
    return unit ? { ...member, unit } : member;
  });
}
