import type { HostSnapshot } from '../../core/cluster/host-snapshot.ts';
import type { Member } from '../../core/cluster/inventory.ts';
import type { LockSnapshot } from '../../core/cluster/lock.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import type { Version } from '../../core/versions/version.ts';
import { atMost } from '../../lib/at-most.ts';
import { messageOf } from '../../lib/errors.ts';
import { withoutAway, withUnseen } from './away-hosts.ts';
import { observeHosts } from './observe-hosts.ts';
import { observeMembers, readVersion } from './observe-member.ts';
import type { Readers } from './readers.ts';
import { unseenMember } from './unseen-member.ts';

/** What can be seen of a cluster whose database, etcd or configuration cannot be read. */
export interface PartlyObserved {
  readonly components: readonly MemberSnapshot[];
  readonly hosts: readonly HostSnapshot[];
  readonly lock: LockSnapshot | undefined;
  /** Whether etcd could tell who has the cluster. */
  readonly isLockKnown: boolean;
}

async function observeOne(
  member: Member,
  release: Version | undefined,
  readers: Readers,
): Promise<MemberSnapshot> {
  const inventory = { ...readers.inventory, components: [member] };
  try {
    const [found] = await observeMembers(release, { ...readers, inventory });
    if (found) return found;
  } catch (error) {
    return unseenMember(member, messageOf(error));
  }
  return unseenMember(member, 'it was not found');
}

/** Looks at everything apart from all else: what fails hides nothing that works. */
export async function observePartly(all: Readers): Promise<PartlyObserved> {
  const hosts = (await observeHosts(all, 'status')).map(({ host }) => host);
  const readers = withoutAway(all, hosts);
  const { components } = readers.inventory;
  const manager = components.find(({ component }) => component === 'manager');
  const release = manager && (await readVersion(manager, readers).catch(() => undefined));
  const [seen, found] = await Promise.all([
    atMost(defaultLimits.inAll, components, (member) => observeOne(member, release, readers)),
    readers.lock().then(
      (lock) => ({ lock, isLockKnown: true }),
      () => ({ lock: undefined, isLockKnown: false }),
    ),
  ]);
  return { components: withUnseen(all.inventory.components, seen, hosts), hosts, ...found };
}
