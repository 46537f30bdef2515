import type { Member } from '../../core/cluster/inventory.ts';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';

/** A member that cannot be looked at. */
export const unseenMember = ({ id, component, host }: Member, trouble: string): MemberSnapshot => ({
  ...{ id, component, host, unseen: true, version: undefined, environment: '', configSha256: '' },
  ...{ active: false, healthy: false, trouble },
});
