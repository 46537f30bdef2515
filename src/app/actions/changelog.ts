import { isPassed } from '../../core/catalog/changelog/is-passed.ts';
import { type ChangelogSection, sectionsOfHop } from '../../core/catalog/changelog/sections-of-hop.ts';
import { isStop } from '../../core/catalog/is-stop.ts';
import { loadRules } from '../../core/catalog/rules/load-rules.ts';
import { downgrade } from '../../core/path/downgrade.ts';
import { findPath } from '../../core/path/find-path.ts';
import { judgePath } from '../../core/path/judge-path.ts';
import { withoutSettled } from '../../core/path/without-settled.ts';
import { compareVersions } from '../../core/versions/compare-versions.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import { loadChangelog } from '../discovery/load-changelog.ts';

/** What changes on one hop, and what the rules say beside it. */
export interface ChangelogHop {
  readonly from: Version;
  readonly to: Version;
  readonly sections: readonly ChangelogSection[];
  readonly rules: readonly Finding[];
  /** Releases on the way of which no file tells. */
  readonly missing: readonly Version[];
}

export interface ChangelogRequest {
  readonly from: string;
  readonly to: string;
  /** A file, a folder or an address; the vendor's repository unless told. */
  readonly source?: string;
  readonly signal?: AbortSignal;
}

/**
 * What changes on the way between two releases, hop by hop; where no path is allowed, as one hop.
 * @throws BaiupError `version.malformed` (exit 64), `changelog.refused` (exit 2), and those of `loadChangelog`
 */
export async function changelog(request: ChangelogRequest): Promise<readonly ChangelogHop[]> {
  const [from, to] = [parseVersion(request.from), parseVersion(request.to)];
  if (compareVersions(to, from) < 0) {
    const findings = [downgrade(from, to)];
    throw new BaiupError('changelog.refused', `no upgrade leads from ${from} to ${to}`, {
      exit: exitCode.refused,
      findings,
    });
  }
  const catalog = currentCatalog();
  // What changed is asked, not what may be halted at.
  const found = findPath(catalog, from, to, { accept: loadRules().map(({ id }) => id) });
  const { hops } = found.hops.length > 0 || from === to ? found : judgePath(catalog, [from, to]);
  const told = await loadChangelog(
    request.source,
    hops.map((hop) => hop.to),
    request.signal,
  );
  const known = new Set(told.map(({ version }) => version));
  return hops.map((hop) => ({
    from: hop.from,
    to: hop.to,
    sections: sectionsOfHop(told, hop.from, hop.to),
    rules: withoutSettled(hop.findings).filter(({ origin }) => origin === 'risk' || origin === 'manual'),
    missing: catalog.releases
      .filter((release) => isStop(release) && isPassed(release.version, hop.from, hop.to))
      .flatMap(({ version }) => (known.has(version) ? [] : [version])),
  }));
}
