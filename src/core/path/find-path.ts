import type { Finding } from '../../lib/finding.ts';
import { blockers } from '../../lib/finding.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import type { Version } from '../versions/version.ts';
import { chainText } from './chain-text.ts';
import { downgrade } from './downgrade.ts';
import { keepsData } from './keeps-data.ts';
import { landing } from './landing.ts';
import { noPath } from './no-path.ts';
import type { Hop, Path, PathOptions } from './path.ts';
import { type Rulebook, rulebook } from './rulebook.ts';
import { search } from './search.ts';
import { start } from './start.ts';

/** The finding of a path with nothing to do. */
function alreadyThere(version: Version): Finding {
  const summary = `${version} is where it is already: nothing to do`;
  return { code: 'already-there', severity: 'info', subject: version, summary };
}

/** The refusal of a target with the way to the release nearest to it: below it, or, where the start is there, above. */
function withNearest(book: Rulebook, finding: Finding, from: Version, to: Version): Finding {
  const above = book.stops.map(({ version }) => version).filter((each) => compareVersions(from, each) < 0);
  const near = above.findLast((each) => compareVersions(each, to) < 0) ?? above[0];
  const { hops } = near ? search(book, from, near, { allow: keepsData }) : {};
  const way = hops ? `legal: ${chainText(hops)}` : undefined;
  return { ...finding, hint: [finding.hint, way].filter(Boolean).join('; ') };
}

/**
 * The legal path between two versions with the fewest hops. A refusal is a blocker among its findings: an unknown or
 * withdrawn target, a downgrade, or no chain at all.
 */
export function findPath(catalog: Catalog, from: Version, to: Version, options: PathOptions = {}): Path {
  const book = rulebook(catalog, options);
  const path = (findings: readonly Finding[], hops: readonly Hop[] = []): Path => {
    return { from, to, policy: book.policy, hops, findings };
  };
  if (from === to) return path([alreadyThere(to)]);
  if (compareVersions(to, from) < 0) return path([downgrade(from, to)]);
  const begin = start(book, from);
  const ground = blockers(landing(book, to, true));
  if (blockers(begin).length > 0) return path([...begin, ...ground]);
  if (ground.length > 0)
    return path([...begin, ...ground.map((finding) => withNearest(book, finding, from, to))]);
  const findings = begin;
  const kept = search(book, from, to, { allow: keepsData });
  const found = kept.hops || book.policy === 'page' ? kept : search(book, from, to, { allow: () => true });
  return found.hops ? path(findings, found.hops) : path([...findings, noPath(book, from, to, found.reached)]);
}
