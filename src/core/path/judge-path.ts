import { blockers, type Finding } from '../../lib/finding.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Version } from '../versions/version.ts';
import { chainText } from './chain-text.ts';
import { findPath } from './find-path.ts';
import { judgeHop } from './judge-hop.ts';
import type { Hop, Path, PathOptions } from './path.ts';
import { refusals } from './refusals.ts';
import { rulebook } from './rulebook.ts';
import { start } from './start.ts';
import { threeDatabases } from './three-databases.ts';

/** "23.09.9 → 23.09.10 → 24.03.0", or where no legal path leads there either, the way out of that. */
function legalInstead(catalog: Catalog, { from, to }: Hop, options: PathOptions): string | undefined {
  const path = findPath(catalog, from, to, options);
  const [refusal] = refusals(path);
  return refusal ? refusal.hint : `legal instead: ${chainText(path.hops)}`;
}

/** A refused hop gets the way out: its blockers that name none of their own tell the shortest legal path. */
function withWayOut(catalog: Catalog, hop: Hop, options: PathOptions): Hop {
  if (blockers(hop.findings).length === 0) return hop;
  const hint = legalInstead(catalog, hop, options);
  if (hint === undefined) return hop;
  const told = (finding: Finding) =>
    finding.severity === 'blocker'
      ? { ...finding, hint: finding.onlyRunning ? hint : (finding.hint ?? hint) }
      : finding;
  return { ...hop, findings: hop.findings.map(told) };
}

/**
 * Judges this very chain of versions, hop by hop: every rule that a hop breaks is a blocker among its findings.
 * A version that is named twice in a row counts once.
 * @param chain where it starts, then every stop
 */
export function judgePath(
  catalog: Catalog,
  chain: readonly [Version, ...Version[]],
  options: PathOptions = {},
): Path {
  const book = rulebook(catalog, options);
  const versions = chain.filter((version, index) => version !== chain[index - 1]);
  const [from] = chain;
  const to = versions.at(-1) ?? from;
  if (versions.length === 1) return findPath(catalog, from, to, options);
  const hops = versions.slice(1).map((version, index) => {
    const before = versions[index] ?? from;
    const isTarget = index === versions.length - 2;
    return withWayOut(catalog, judgeHop(book, before, version, isTarget), options);
  });
  return {
    from,
    to,
    policy: book.policy,
    hops,
    findings: [...start(book, from), ...threeDatabases(from, catalog.find(to), book.stands)],
  };
}
