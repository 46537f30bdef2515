import type { Catalog } from '../../src/core/catalog/catalog.ts';
import { everyPair } from '../../src/core/catalog/every-pair.ts';
import type { Release } from '../../src/core/catalog/release.ts';
import type { Policy } from '../../src/core/path/path.ts';
import type { Route } from '../../src/core/schema/route.ts';
import { type Group, type Groups, placesOf } from './migrations.ts';
import { printedHops } from './printed-hops.ts';

/** One of the migrations that the hops of paths come down to. */
export interface Migration {
  /** Places of its groups. */
  readonly source: number;
  readonly target: number;
  readonly route: Route;
}

/** The distinct migrations of all hops that `path` prints for any two releases, by target. */
export function migrationList(catalog: Catalog, groups: Groups, policy: Policy): Migration[] {
  const [sources, targets] = [placesOf(groups.sources), placesOf(groups.targets)];
  const found = new Map<string, Migration>();
  for (const { hop, policies } of printedHops(catalog, everyPair(catalog), [policy])) {
    const [source, target] = [sources.get(hop.from), targets.get(hop.to)];
    if (!policies.has(policy) || source === undefined || target === undefined) continue;
    if (hop.route.run.length > 0) found.set(`${source} ${target}`, { source, target, route: hop.route });
  }
  return [...found.values()].sort((one, other) => one.target - other.target || one.source - other.source);
}

/** The release that stands for its group: one whose environment is there already, the newest of them. */
export function standsFor(
  { releases }: Group = { releases: [] },
  isBuilt: (release: Release) => boolean,
): Release {
  const sound = releases.filter(({ schema }) => schema.heads.length > 0);
  const built = sound.filter(isBuilt);
  const newest = (built.length > 0 ? built : sound).at(-1);
  if (!newest) throw new Error('a group of releases is empty');
  return newest;
}
