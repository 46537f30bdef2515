import { blockers } from '../../lib/finding.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import { type Cost, costOf, isLess, plus } from './cost.ts';
import { judgeHop } from './judge-hop.ts';
import { pageRules } from './page-rules.ts';
import type { Hop } from './path.ts';
import type { Rulebook } from './rulebook.ts';

export interface Search {
  /** Hops that are taken although nothing blocks them. */
  readonly allow: (hop: Hop) => boolean;
  /** Whether the fewest broken rules of the page come before the fewest hops; policy `schema` only. */
  readonly nearThePage?: boolean;
}

export interface Found {
  /** The hops to the target; undefined where no chain leads there. */
  readonly hops: readonly Hop[] | undefined;
  /** Every release that was reached on the way. */
  readonly reached: readonly Version[];
}

/** A way so far. */
interface Way {
  readonly end: Version;
  readonly hops: readonly Hop[];
  readonly cost: Cost;
}

/**
 * The cheapest chain of allowed hops: as few hops as possible, then the shortest predicted stop, then the least to be
 * said of them, then the latest releases. Equal questions get equal answers. Cheap rules come first: a route is worked
 * out only for hops that could still make a better way.
 */
export function search(book: Rulebook, from: Version, to: Version, { allow, nearThePage }: Search): Found {
  const byPage = book.policy === 'page';
  const weight = nearThePage ? 1 : 0;
  const between = book.stops
    .map(({ version }) => version)
    .filter((version) => compareVersions(from, version) < 0 && compareVersions(version, to) < 0);
  const open = new Set<Version>([to, ...between.reverse()]);
  const ways = new Map<Version, Way>([[from, { end: from, hops: [], cost: [0, 0, 0, 0] }]]);
  const reached: Version[] = [];
  const lines = [...book.exits.keys()].sort();

  for (let way: Way | undefined = ways.get(from); way; way = cheapest()) {
    if (way.end === to) return { hops: way.hops, reached };
    reached.push(way.end);
    goOn(way);
  }
  return { hops: undefined, reached };

  function cheapest(): Way | undefined {
    let best: Way | undefined;
    for (const version of open) {
      const way = ways.get(version);
      if (way && (!best || isLess(way.cost, best.cost))) best = way;
    }
    if (best) open.delete(best.end);
    return best;
  }

  function goOn(way: Way): void {
    const next = lines.find((line) => line > lineOf(way.end)) ?? lineOf(to);
    for (const version of open) {
      if (compareVersions(way.end, version) >= 0 || (byPage && lineOf(version) > next && version !== to))
        continue;
      const broken = byPage || nearThePage ? blockers(pageRules(book, way.end, version)).length : 0;
      if (byPage && broken > 0) continue;
      // At least this much, and one hop more where it does not end at the target.
      const least = plus(way.cost, [broken * weight, version === to ? 1 : 2, 0, 0]);
      const goal = ways.get(to);
      if (goal && !isLess(least, goal.cost)) continue;
      const hop = judgeHop(book, way.end, version, version === to);
      if (blockers(hop.findings).length > 0 || !allow(hop)) continue;
      const cost = plus(way.cost, costOf(hop, broken * weight));
      const known = ways.get(version);
      if (!known || isLess(cost, known.cost))
        ways.set(version, { end: version, hops: [...way.hops, hop], cost });
    }
  }
}
