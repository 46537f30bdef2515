import type { Catalog } from '../../core/catalog/catalog.ts';
import { isStop } from '../../core/catalog/is-stop.ts';
import type { Release } from '../../core/catalog/release.ts';
import { loadRules } from '../../core/catalog/rules/load-rules.ts';
import type { Rule } from '../../core/catalog/rules/rule.ts';
import { rulesOfHop } from '../../core/catalog/rules/rules-of-hop.ts';
import { tombstonesOf } from '../../core/catalog/rules/tombstones-of.ts';
import { routeBetween } from '../../core/schema/route.ts';
import { compareVersions } from '../../core/versions/compare-versions.ts';
import { isCandidate } from '../../core/versions/is-candidate.ts';
import { lineOf } from '../../core/versions/line-of.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Line, Version } from '../../core/versions/version.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import { BaiupError, usageError } from '../../lib/errors.ts';

export interface ReleasesRequest {
  readonly line?: string | undefined;
  /** Candidates as well. */
  readonly all: boolean;
}

/** What there is to know of a release at a glance. */
export interface ReleaseRow {
  readonly version: Version;
  readonly published: string;
  /** Why the index withdrew it, or null. */
  readonly withdrawn: string | null;
  readonly python: string;
  /** Heads of its database history; none where its package carries no migration scripts. */
  readonly heads: readonly string[];
  /** Ids of the rules that speak of it. */
  readonly risks: readonly string[];
  /** Its distributions: `backend.ai-<name>`. */
  readonly components: readonly string[];
}

/** @throws BaiupError `line.malformed` (exit 64) */
function parseLine(text: string): Line {
  try {
    return lineOf(parseVersion(`${text}.0`));
  } catch (cause) {
    if (!(cause instanceof BaiupError)) throw cause;
    throw usageError(
      'line.malformed',
      `"${text}" is not a release line`,
      'write a line as YY.MM, like 24.03',
    );
  }
}

/** Every release of the catalog that was asked for, oldest first; `risksOf` tells what the rules say of each. */
export function releaseRows(
  catalog: Catalog,
  { line: text, all }: ReleasesRequest,
  risksOf: (release: Release) => readonly string[],
): readonly ReleaseRow[] {
  const line = text === undefined ? undefined : parseLine(text);
  return catalog.releases
    .filter(
      ({ version }) => (all || !isCandidate(version)) && (line === undefined || lineOf(version) === line),
    )
    .map((release) => ({
      version: release.version,
      published: release.published,
      withdrawn: release.withdrawn ?? null,
      python: release.python,
      heads: release.schema.heads,
      risks: risksOf(release),
      components: Object.keys(release.packages),
    }));
}

/** Ids of what the rules say of a release: its tombstones, and the risks of coming to it from the stop before it. */
function risksOfRelease(catalog: Catalog, rules: readonly Rule[]): (release: Release) => readonly string[] {
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

/** What is published. Needs no network. @throws BaiupError `line.malformed` (exit 64), `catalog.damaged` */
export function releases(request: ReleasesRequest): readonly ReleaseRow[] {
  const catalog = currentCatalog();
  return releaseRows(catalog, request, risksOfRelease(catalog, loadRules()));
}
