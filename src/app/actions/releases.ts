import type { Catalog } from '../../core/catalog/catalog.ts';
import type { Release } from '../../core/catalog/release.ts';
import { loadRules } from '../../core/catalog/rules/load-rules.ts';
import { isCandidate } from '../../core/versions/is-candidate.ts';
import { lineOf } from '../../core/versions/line-of.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Line, Version } from '../../core/versions/version.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import { BaiupError, usageError } from '../../lib/errors.ts';
import { risksOfRelease } from './risks-of-release.ts';

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
    throw usageError('line.malformed', `"${text}" is no release line`, 'write a line as YY.MM, like 24.03');
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

/** What is published. Needs no network. @throws BaiupError `line.malformed` (exit 64), `catalog.damaged` */
export function releases(request: ReleasesRequest): readonly ReleaseRow[] {
  const catalog = currentCatalog();
  return releaseRows(catalog, request, risksOfRelease(catalog, loadRules()));
}
