import { findPath } from '../../core/path/find-path.ts';
import { judgePath } from '../../core/path/judge-path.ts';
import type { Path, PathOptions, Policy } from '../../core/path/path.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import { usageError } from '../../lib/errors.ts';
import { blockers } from '../../lib/finding.ts';

export interface PathRequest {
  /** From, to; with `exact` every stop between them as well. */
  readonly versions: readonly string[];
  readonly exact: boolean;
  readonly policy: Policy;
  readonly asOf?: string;
}

export interface PathAnswer {
  readonly path: Path;
  readonly refused: boolean;
  /** A path with fewer hops that the page does not allow but the database does: its stops after the start. */
  readonly shorter?: readonly Version[];
}

const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/;

function checkedDate(text: string): string {
  if (isoDate.test(text) && !Number.isNaN(Date.parse(text))) return text;
  const hint = 'write a day as 2024-03-27, or a time in UTC as 2024-03-27T12:00:00Z';
  throw usageError('date.malformed', `"${text}" is no date`, hint);
}

/**
 * Finds the legal path, or judges the chain that is named. Needs no network.
 * @throws BaiupError `version.malformed`, `date.malformed`, `path.versions` (all exit 64)
 */
export function path(request: PathRequest): PathAnswer {
  const [from, second, ...rest] = request.versions.map(parseVersion);
  if (from === undefined || second === undefined || (rest.length > 0 && !request.exact)) {
    const hint = `baiup path ${request.versions.join(' ')} --exact judges this very chain`;
    throw usageError('path.versions', 'name where to start and where to go: two versions', hint);
  }
  const options: PathOptions = {
    policy: request.policy,
    ...(request.asOf === undefined ? {} : { asOf: checkedDate(request.asOf) }),
  };
  const catalog = currentCatalog();
  const found = request.exact
    ? judgePath(catalog, [from, second, ...rest], options)
    : findPath(catalog, from, second, options);
  const findings = [...found.findings, ...found.hops.flatMap((hop) => hop.findings)];
  const answer = { path: found, refused: blockers(findings).length > 0 };
  if (request.exact || request.policy === 'schema' || found.hops.length < 2) return answer;
  const { hops } = findPath(catalog, from, second, { ...options, policy: 'schema' });
  const carried = hops.length > 0 && hops.length < found.hops.length;
  return carried ? { ...answer, shorter: hops.map((hop) => hop.to) } : answer;
}
