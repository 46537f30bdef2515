import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { carriedBy } from '../../core/components/carried-by.ts';
import type { CarriedPlugin } from '../../core/components/carried-plugin.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { CheckInput } from './check.ts';

/** A member whose environment holds more than its release. */
interface WithPlugins {
  readonly found: MemberSnapshot;
  readonly plugins: NonNullable<MemberSnapshot['plugins']>;
  /** What its next environment is to have of these. */
  readonly carried: readonly CarriedPlugin[];
  /** The release that it is to have. */
  readonly to: string;
}

/** Nobody, where no hop is asked for. */
export function membersWithPlugins({ inventory, snapshot, hops }: CheckInput): readonly WithPlugins[] {
  const to = hops.at(-1)?.to;
  if (to === undefined) return [];
  const declared = new Map(inventory.components.map((member) => [member.id, member]));
  return snapshot.components.flatMap((found) => {
    const { id, plugins = [] } = found;
    if (plugins.length === 0) return [];
    return [{ found, plugins, carried: carriedBy(declared.get(id) ?? {}, found, parseVersion(to)), to }];
  });
}
