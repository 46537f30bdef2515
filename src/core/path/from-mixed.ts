import { blockers, type Finding } from '../../lib/finding.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import type { Version } from '../versions/version.ts';
import { findPath } from './find-path.ts';
import { landing } from './landing.ts';
import type { Path, PathOptions } from './path.ts';
import { rulebook } from './rulebook.ts';

export interface MixedMember {
  readonly id: string;
  readonly version: Version;
}

/** How a cluster of several versions comes to one. */
export interface FromMixed {
  /** What was found, oldest first, each version once. */
  readonly versions: readonly Version[];
  /** The version to bring all to first: the newest found, or, where nobody can halt there, the next after it. */
  readonly meet: Version | undefined;
  /** Those that are not there yet. */
  readonly behind: readonly MixedMember[];
  /** From the oldest version to the meeting point, then on to the target. */
  readonly path: Path;
}

function named(behind: readonly MixedMember[], meet: Version, from: Version): Finding {
  const who = behind.map(({ id, version }) => `${id} ${version}`).join(', ');
  return {
    code: 'cluster.mixed-versions',
    severity: 'info',
    subject: `${from} → ${meet}`,
    summary: `an upgrade stopped half way: ${who} must come to ${meet} first, like the rest`,
    detail: 'what has arrived already is left alone; the database goes by what alembic_version holds',
    source: "vendor's page: retain a single version across every part of the cluster",
    origin: 'page',
  };
}

/**
 * The way of a cluster whose components have several versions, as an upgrade by hand leaves it when it stops half
 * way: all to one version first, then on. Components are never taken back.
 */
export function fromMixed(
  catalog: Catalog,
  members: readonly [MixedMember, ...MixedMember[]],
  to: Version,
  options: PathOptions = {},
): FromMixed {
  const versions = [...new Set(members.map(({ version }) => version))].sort(compareVersions);
  const [oldest = members[0].version] = versions;
  const newest = versions.at(-1) ?? oldest;
  if (versions.length === 1) {
    return { versions, meet: newest, behind: [], path: findPath(catalog, newest, to, options) };
  }
  const book = rulebook(catalog, options);
  const halts = blockers(landing(book, newest, true)).length === 0;
  const meet = halts
    ? newest
    : book.stops.map(({ version }) => version).find((version) => compareVersions(version, newest) > 0);
  const behind = members.filter(({ version }) => version !== meet);
  const first = findPath(catalog, oldest, meet ?? to, options);
  if (meet === undefined || meet === to || compareVersions(to, meet) < 0 || first.hops.length === 0) {
    const path = meet && compareVersions(to, meet) < 0 ? findPath(catalog, newest, to, options) : first;
    const findings = meet ? [named(behind, meet, oldest), ...path.findings] : path.findings;
    return { versions, meet, behind, path: { ...path, from: oldest, to, findings } };
  }
  const onwards = findPath(catalog, meet, to, options);
  const hops = onwards.hops.length > 0 ? [...first.hops, ...onwards.hops] : [];
  const findings = [named(behind, meet, oldest), ...first.findings, ...onwards.findings];
  return { versions, meet, behind, path: { ...onwards, from: oldest, hops, findings } };
}
