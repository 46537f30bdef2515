import type { Finding } from '../../lib/finding.ts';
import { blockers } from '../../lib/finding.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import type { Version } from '../versions/version.ts';
import { downgrade } from './downgrade.ts';
import { landing } from './landing.ts';
import { nearestStop } from './nearest-stop.ts';
import { noPath } from './no-path.ts';
import type { Hop, Path, PathOptions } from './path.ts';
import { type Rulebook, rulebook } from './rulebook.ts';
import { search } from './search.ts';
import { start } from './start.ts';
import { threeDatabases } from './three-databases.ts';

/** The finding of a path with nothing to do. */
function alreadyThere(version: Version): Finding {
  const summary = `${version} is the current version: nothing to do`;
  return { code: 'already-there', severity: 'info', subject: version, summary };
}

/** The refusal of a target, with the command that shows the way to the release nearest to it. */
function withNearest(book: Rulebook, finding: Finding, from: Version, to: Version): Finding {
  const near = nearestStop(book, from, to) ?? nearestStop({ ...book, policy: 'schema' }, from, to);
  const fixed = finding.onlyRunning ? `where yours is fixed: --accept ${finding.code}` : undefined;
  const hint = [near, fixed].filter(Boolean).join('; ');
  if (hint === '') return finding;
  return { ...finding, detail: [finding.detail, finding.hint].filter(Boolean).join(' '), hint };
}

/**
 * The legal path between two versions with the fewest hops; by policy `schema` with the fewest hops of which no trial is
 * recorded, then the fewest hops. A refusal is a blocker among its findings: an unknown or
 * withdrawn target, one that cannot run, a downgrade, or no chain at all.
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
  const database = threeDatabases(from, catalog.find(to), book.stands);
  const { hops, reached } = search(book, from, to);
  return hops
    ? path([...begin, ...database], hops)
    : path([...begin, ...database, noPath(book, from, to, reached)]);
}
