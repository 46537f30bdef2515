import type { Finding } from '../../lib/finding.ts';
import { blockers } from '../../lib/finding.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import type { Version } from '../versions/version.ts';
import { downgrade } from './downgrade.ts';
import { keepsData } from './keeps-data.ts';
import { landing } from './landing.ts';
import { noPath } from './no-path.ts';
import type { Hop, Path, PathOptions } from './path.ts';
import { rulebook } from './rulebook.ts';
import { search } from './search.ts';
import { start } from './start.ts';

/** The finding of a path with nothing to do. */
function alreadyThere(version: Version): Finding {
  const summary = `${version} is where it is already: nothing to do`;
  return { code: 'already-there', severity: 'info', subject: version, summary };
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
  const findings = [...start(book, from), ...blockers(landing(book, to, true))];
  if (blockers(findings).length > 0) return path(findings);
  const kept = search(book, from, to, { allow: keepsData });
  const found = kept.hops || book.policy === 'page' ? kept : search(book, from, to, { allow: () => true });
  return found.hops ? path(findings, found.hops) : path([...findings, noPath(book, from, to, found.reached)]);
}
