import type { Catalog } from '../../core/catalog/catalog.ts';
import { oneVersion, presentMembers } from '../../core/cluster/one-version.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { findPath } from '../../core/path/find-path.ts';
import { type FromMixed, fromMixed, type MixedMember } from '../../core/path/from-mixed.ts';
import { type MixedDatabase, mixedDatabase } from '../../core/path/mixed-database.ts';
import type { Hop, Path, PathOptions } from '../../core/path/path.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import { blockers, type Finding } from '../../lib/finding.ts';
import type { FirstOutage } from './drafts.ts';

/** How a cluster as it was found comes to a release. */
export interface Way {
  /** From the one version that all members have, or come to in the first outage. */
  readonly path: Path;
  /** For members of several versions: what brings them to one. */
  readonly first?: FirstOutage;
  /** Every hop, the first outage's as well; none where something refuses the way. */
  readonly hops: readonly Hop[];
  /** What is said of the way as a whole. */
  readonly findings: readonly Finding[];
}

function membersOf(snapshot: ClusterSnapshot): MixedMember[] | undefined {
  const components = presentMembers(snapshot);
  const members = components.flatMap(({ id, version }) =>
    version === undefined ? [] : [{ id, version: parseVersion(version) }],
  );
  return members.length === components.length ? members : undefined;
}

function refused(path: Path, findings: readonly Finding[]): Way {
  return { path: { ...path, hops: [] }, hops: [], findings };
}

const alreadyAt = ({ to, policy }: Path): Path => ({ from: to, to, policy, hops: [], findings: [] });

function together(mixed: FromMixed, meet: Version, database: MixedDatabase): Way {
  const { first, path, versions, behind, onwards = alreadyAt(first) } = mixed;
  const findings = [...path.findings, ...database.findings];
  if (blockers(findings).length > 0 || first.hops.length === 0) return refused(path, findings);
  return {
    path: onwards,
    first: {
      from: versions[0],
      to: meet,
      hops: first.hops,
      behind: behind.map(({ id }) => id),
      databaseHops: database.hops,
    },
    hops: [...first.hops, ...onwards.hops],
    findings,
  };
}

/**
 * The way of a cluster to a release. Members of several versions come to one version first; the database's route starts
 * from what it really holds.
 * @returns undefined where a member has no version, so that there is nothing to start from
 */
export function wayTo(
  catalog: Catalog,
  snapshot: ClusterSnapshot,
  to: Version,
  options: PathOptions,
): Way | undefined {
  const version = oneVersion(snapshot);
  if (version !== undefined) {
    const path = findPath(catalog, parseVersion(version), to, { ...options, stands: snapshot.revisions });
    return { path, hops: path.hops, findings: path.findings };
  }
  const [first, ...rest] = membersOf(snapshot) ?? [];
  if (first === undefined) return undefined;
  const mixed = fromMixed(catalog, [first, ...rest], to, options);
  const meet = mixed.meet === undefined ? undefined : catalog.find(mixed.meet);
  if (!meet) return refused(mixed.path, mixed.path.findings);
  const { versions } = mixed;
  const database = mixedDatabase(
    catalog,
    { oldest: versions[0], versions, meet },
    snapshot.revisions,
    options,
  );
  return together(mixed, meet.version, database);
}
