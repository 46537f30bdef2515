import type { Finding } from '../../lib/finding.ts';
import { blockers } from '../../lib/finding.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import type { Version } from '../versions/version.ts';
import { downgrade } from './downgrade.ts';
import { judgeHop } from './judge-hop.ts';
import { landing } from './landing.ts';
import type { Hop, Path, PathOptions } from './path.ts';
import { type Rulebook, rulebook } from './rulebook.ts';
import { search } from './search.ts';
import { start } from './start.ts';

/** The finding of a path with nothing to do. */
function alreadyThere(version: Version): Finding {
  const summary = `${version} is where it is already: nothing to do`;
  return { code: 'already-there', severity: 'info', subject: version, summary };
}

/** Why no chain leads there: the page's rules alone always leave one, so it is the database that refuses. */
function noPath(book: Rulebook, from: Version, to: Version): Finding {
  const bySchema = { ...book, policy: 'schema' } as const;
  const [reason] = blockers(judgeHop(bySchema, from, to, true).findings);
  const other = book.policy === 'page' && search(bySchema, from, to, () => true);
  return {
    code: 'no-path',
    severity: 'blocker',
    subject: `${from} → ${to}`,
    summary: `no chain of releases leads from ${from} to ${to}`,
    ...(reason ? { detail: reason.summary } : {}),
    ...(other ? { hint: `baiup path ${from} ${to} --policy schema` } : {}),
  };
}

/** Whether a route keeps all data; a way without a rejoin is preferred however many hops it takes. */
const keepsData = ({ route }: Hop) => route.kind !== 'rejoin';

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
  const hops = search(book, from, to, keepsData) ?? search(book, from, to, () => true);
  return hops ? path(findings, hops) : path([...findings, noPath(book, from, to)]);
}
