import type { Version } from '../versions/version.ts';

/** The distributions that every whole release has; named `backend.ai-<name>`. */
export const packageNames = [
  'manager',
  'agent',
  'storage-proxy',
  'webserver',
  'common',
  'cli',
  'client',
] as const;

/** Distributions that only some lines have: each came or went with a line. */
const furtherPackageNames = [
  'wsproxy',
  'appproxy-coordinator',
  'appproxy-worker',
  'account-manager',
] as const;

/** Every distribution that the catalog knows of. */
export const allPackageNames = [...packageNames, ...furtherPackageNames] as const;
export type PackageName = (typeof allPackageNames)[number];

/** What a wheel declares in the groups that baiup looks at, by group and name: `ai.backend.manager.cli.__main__:main`. */
export type EntryPoints = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One wheel on the package index. Its address is the index's own business. */
export interface Wheel {
  readonly wheel: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Its programs and the commands that it adds to `backend.ai`; absent where it has none. */
  readonly entryPoints?: EntryPoints;
}

/** One Alembic revision and those it builds on: none for the first, several for a merge. */
export interface Revision {
  readonly id: string;
  readonly down: readonly string[];
}

/** The database history that a release's manager carries, or its app-proxy coordinator. */
export interface Schema {
  /** Revisions that nothing builds on; one in every sound release. */
  readonly heads: readonly string[];
  readonly revisions: readonly Revision[];
}

/** One release as the package index has it. A withdrawn one stays: a cluster may stand on it. */
export interface Release {
  readonly version: Version;
  /** When the manager's wheel was uploaded, ISO 8601 in UTC. */
  readonly published: string;
  /** Why the index says that it must not be installed. */
  readonly withdrawn?: string;
  /** The Python that it runs on: "3.12". */
  readonly python: string;
  /** Empty of a name where the index has no such wheel (some candidates). */
  readonly packages: Readonly<Partial<Record<PackageName, Wheel>>>;
  readonly schema: Schema;
  /** The history of the app-proxy coordinator's own database; undefined where there is no coordinator. */
  readonly proxySchema?: Schema | undefined;
  /** Releases whose revisions it ships as `revision_history/<version>.json`. */
  readonly dumps: readonly string[];
}
