import type { Catalog } from '../../core/catalog/catalog.ts';
import { isStop } from '../../core/catalog/is-stop.ts';
import type { Release } from '../../core/catalog/release.ts';
import type { Rule } from '../../core/catalog/rules/rule.ts';
import { rulesOfHop } from '../../core/catalog/rules/rules-of-hop.ts';
import { tombstonesOf } from '../../core/catalog/rules/tombstones-of.ts';
import { routeBetween } from '../../core/schema/route.ts';
import { compareVersions } from '../../core/versions/compare-versions.ts';
import { lineOf } from '../../core/versions/line-of.ts';

/** Ids of what the rules say of a release: its tombstones, and the risks of coming to it from the stop before it. */
export function risksOfRelease(
  catalog: Catalog,
  rules: readonly Rule[],
): (release: Release) => readonly string[] {
  const stops = catalog.releases.filter(isStop);
  return (release) => {
    const { version: to } = release;
    const before = stops.findLast((each) => compareVersions(each.version, to) < 0);
    const tombstones = tombstonesOf(rules, to);
    if (!before) return tombstones.map(({ id }) => id);
    const kind = lineOf(before.version) === lineOf(to) ? 'minor' : 'major';
    const hop = { from: before.version, to, kind, route: routeBetween(before, release) } as const;
    const risks = rulesOfHop(rules, hop).filter((rule) => rule.kind === 'risk');
    return [...tombstones, ...risks].map(({ id }) => id);
  };
}
