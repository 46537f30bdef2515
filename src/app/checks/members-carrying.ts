import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { carriedBy } from '../../core/components/carried-by.ts';
import type { CarriedPlugin } from '../../core/components/carried-plugin.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { CheckInput } from './check.ts';

/** A member, and what comes along into its next environment. */
interface CarryingMember {
  readonly found: MemberSnapshot;
  /** What its environment holds beside its release. */
  readonly plugins: NonNullable<MemberSnapshot['plugins']>;
  /** What its next environment is to have of these; undefined where that cannot be told. */
  readonly carried: readonly CarriedPlugin[] | undefined;
  /** The release that it is to have. */
  readonly to: string;
}

/** All members that were looked at. Nobody, where no hop is asked for. */
export function membersCarrying({ inventory, snapshot, hops }: CheckInput): readonly CarryingMember[] {
  const to = hops.at(-1)?.to;
  if (to === undefined) return [];
  const version = parseVersion(to);
  const declared = new Map(inventory.components.map((member) => [member.id, member]));
  return snapshot.components.map((found) => {
    const { id, plugins = [] } = found;
    return { found, plugins, carried: carriedBy(declared.get(id) ?? {}, found, version), to };
  });
}
