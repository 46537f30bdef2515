import { blockers, type Finding } from '../../lib/finding.ts';
import { shortList } from '../../lib/short-list.ts';
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
  readonly versions: readonly [Version, ...Version[]];
  /** The version to bring all to first: the newest found, or, where nobody can halt there, the next after it. */
  readonly meet: Version | undefined;
  /** Those that are not there yet. */
  readonly behind: readonly MixedMember[];
  /** From the oldest version to where all meet. */
  readonly first: Path;
  /** From there to the target; undefined where the target is there, or nobody can meet. */
  readonly onwards: Path | undefined;
  /** Both. */
  readonly path: Path;
}

function named(behind: readonly MixedMember[], meet: Version, from: Version): Finding {
  const who = shortList(behind.map(({ id, version }) => `${id} ${version}`));
  return {
    code: 'cluster.mixed-versions',
    severity: 'info',
    subject: `${from} → ${meet}`,
    summary: `an upgrade stopped half way: ${who} must come to ${meet} first, like the rest`,
    detail: 'members that have it already stay as they are; the database follows alembic_version',
    source: "vendor's page: retain a single version across every part of the cluster",
    origin: 'page',
  };
}

/** Where all can meet: the newest version found, or the next release that a cluster can halt at. */
function meeting(catalog: Catalog, newest: Version, options: PathOptions): Version | undefined {
  const book = rulebook(catalog, options);
  if (blockers(landing(book, newest, true)).every(({ onlyRunning }) => onlyRunning)) return newest;
  return book.stops.map(({ version }) => version).find((version) => compareVersions(version, newest) > 0);
}

function together(first: Path, onwards: Path | undefined, finding: readonly Finding[]): Path {
  if (onwards === undefined) return { ...first, findings: [...finding, ...first.findings] };
  const arrives = first.hops.length > 0 && onwards.hops.length > 0;
  return {
    ...onwards,
    from: first.from,
    hops: arrives ? [...first.hops, ...onwards.hops] : [],
    findings: [...finding, ...first.findings, ...onwards.findings],
  };
}

/**
 * The path of a cluster whose members have several versions, as a manual upgrade leaves it when it stops half way: all
 * come to one version first, then go on. Members are never taken back.
 */
export function fromMixed(
  catalog: Catalog,
  members: readonly [MixedMember, ...MixedMember[]],
  to: Version,
  options: PathOptions = {},
): FromMixed {
  const [oldest = members[0].version, ...newer] = [...new Set(members.map(({ version }) => version))].sort(
    compareVersions,
  );
  const versions = [oldest, ...newer] as const;
  const newest = newer.at(-1) ?? oldest;
  if (newer.length === 0) {
    const path = findPath(catalog, oldest, to, options);
    return { versions, meet: oldest, behind: [], first: path, onwards: undefined, path };
  }
  const meet = meeting(catalog, newest, options);
  const behind = members.filter(({ version }) => version !== meet);
  if (meet === undefined || compareVersions(to, meet) < 0) {
    const first = findPath(catalog, meet === undefined ? oldest : newest, to, options);
    const path = together({ ...first, from: oldest }, undefined, meet ? [named(behind, meet, oldest)] : []);
    return { versions, meet, behind, first, onwards: undefined, path };
  }
  const first = findPath(catalog, oldest, meet, options);
  const onwards = meet === to ? undefined : findPath(catalog, meet, to, options);
  const path = together(first, onwards, [named(behind, meet, oldest)]);
  return { versions, meet, behind, first, onwards, path };
}
