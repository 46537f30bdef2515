import { compareVersions } from '../versions/compare-versions.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import type { Catalog } from './catalog.ts';
import type { Release } from './release.ts';
import { releasesOfLine } from './releases-of-line.ts';

/**
 * The release whose database history stands for that of `version`: its own, or, where it was never published,
 * that of the nearest older release of its line that was not withdrawn (a candidate of it, say), else the next newer.
 * @param applied revisions that the history must know, where the database has been asked.
 */
export function standIn(
  catalog: Catalog,
  version: Version,
  applied: readonly string[] = [],
): Release | undefined {
  const own = catalog.find(version);
  const knows = ({ schema }: Release) =>
    applied.every((id) => schema.revisions.some((revision) => revision.id === id));
  if (own && knows(own)) return own;
  const others = releasesOfLine(catalog, lineOf(version)).filter((each) => !each.withdrawn && knows(each));
  return (
    others.findLast((each) => compareVersions(each.version, version) <= 0) ??
    others.find((each) => compareVersions(each.version, version) > 0)
  );
}
