import { blockers } from '../../lib/finding.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import { judgeHop } from './judge-hop.ts';
import { pageRules } from './page-rules.ts';
import type { Hop } from './path.ts';
import type { Rulebook } from './rulebook.ts';

type Allow = (hop: Hop) => boolean;

/** A way so far; `marks` counts what had to be said of its hops. */
interface Way {
  readonly end: Version;
  readonly hops: readonly Hop[];
  readonly marks: number;
}

/** The hop, where it is allowed. Cheap rules first: a route is worked out only for hops that may be taken. */
function allowedHop(
  book: Rulebook,
  from: Version,
  to: Version,
  target: Version,
  allow: Allow,
): Hop | undefined {
  if (book.policy === 'page' && blockers(pageRules(book, from, to)).length > 0) return undefined;
  const hop = judgeHop(book, from, to, to === target);
  return blockers(hop.findings).length === 0 && allow(hop) ? hop : undefined;
}

/**
 * The allowed hops from one version to another, as few as possible; among equally few those of which least has to be
 * said, then those that halt at the latest releases. Equal questions get equal answers.
 */
export function search(book: Rulebook, from: Version, to: Version, allow: Allow): readonly Hop[] | undefined {
  const stops = book.stops
    .map(({ version }) => version)
    .filter((version) => compareVersions(from, version) < 0 && compareVersions(version, to) < 0)
    .filter((version) => lineOf(version) <= lineOf(to))
    .reverse();
  const reached = new Set<Version>();
  let level: Way[] = [{ end: from, hops: [], marks: 0 }];
  while (level.length > 0) {
    const [done] = ends(level, [to]);
    if (done) return done.hops;
    level = ends(
      level,
      stops.filter((version) => !reached.has(version)),
    );
    for (const { end } of level) reached.add(end);
  }
  return undefined;

  /** The best way to each of these versions that is one hop longer. */
  function ends(ways: readonly Way[], versions: readonly Version[]): Way[] {
    return versions.flatMap((version) => {
      let best: Way | undefined;
      for (const way of ways) {
        if (compareVersions(way.end, version) >= 0) continue;
        const hop = allowedHop(book, way.end, version, to, allow);
        if (hop === undefined) continue;
        const marks = way.marks + hop.findings.length;
        if (best === undefined || marks < best.marks)
          best = { end: version, hops: [...way.hops, hop], marks };
      }
      return best ?? [];
    });
  }
}
