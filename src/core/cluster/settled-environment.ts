import { remembered } from '../../lib/remembered.ts';
import { newEnvironment } from './new-environment.ts';
import type { ClusterSnapshot, MemberSnapshot } from './snapshot.ts';

const placeOf = ({ host, environment }: Pick<MemberSnapshot, 'host' | 'environment'>): string =>
  `${host} ${environment}`;

/** Where folders go that units name, by where they lie. */
const moved = remembered(
  ({ components }: Pick<ClusterSnapshot, 'components'>): ReadonlyMap<string, string> =>
    new Map(
      components.toReversed().flatMap((each) => {
        const { component, environment, version, named } = each;
        if (!named?.isFolder || version === undefined) return [];
        return [[placeOf(each), newEnvironment({ component, path: named.at }, environment, version)]];
      }),
    ),
);

/**
 * Where a member's environment lies once the path by which a unit names it is a link: a folder in that place goes
 * beside it, named by its release. Plans know it by that name alone.
 */
export function settledEnvironment(
  snapshot: Pick<ClusterSnapshot, 'components'>,
  seen: MemberSnapshot,
): string {
  return moved(snapshot).get(placeOf(seen)) ?? seen.environment;
}
