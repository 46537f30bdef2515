import { judgeHop } from '../../core/path/judge-hop.ts';
import { rulebook } from '../../core/path/rulebook.ts';
import { start } from '../../core/path/start.ts';
import type { Route } from '../../core/schema/route.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { blockers, type Finding } from '../../lib/finding.ts';

export interface SchemaRouteAnswer {
  readonly from: Version;
  readonly to: Version;
  readonly route: Route;
  /** What is to be known of the two releases. */
  readonly findings: readonly Finding[];
}

/** What makes a question about a route pointless; a blocked route itself is an answer. */
const refusing = ['never-published', 'withdrawn', 'downgrade', 'line-unknown'];

/**
 * The database route between two releases, whatever the page says of the hop. Needs no network.
 * @throws BaiupError `version.malformed` (exit 64); `schema.route-refused` (exit 2) for a downgrade or an unknown release
 */
export function schemaRoute(fromText: string, toText: string): SchemaRouteAnswer {
  const [from, to] = [parseVersion(fromText), parseVersion(toText)];
  const book = rulebook(currentCatalog(), { policy: 'schema' });
  const hop = judgeHop(book, from, to, true);
  const same = (finding: Finding) => from === to && finding.code === 'downgrade';
  const findings = [...start(book, from), ...hop.findings].filter(
    (finding) => refusing.includes(finding.code) && !same(finding),
  );
  if (blockers(findings).length > 0) {
    throw new BaiupError('schema.route-refused', `no upgrade leads from ${from} to ${to}`, {
      exit: exitCode.refused,
      findings: blockers(findings),
    });
  }
  return { from, to, route: hop.route, findings };
}
