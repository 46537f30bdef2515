import type { Version } from '../versions/version.ts';

/** The distributions of one release that a cluster or its operator installs; named `backend.ai-<name>`. */
export const packageNames = [
  'manager',
  'agent',
  'storage-proxy',
  'webserver',
  'common',
  'cli',
  'client',
] as const;
export type PackageName = (typeof packageNames)[number];

/** One wheel on the package index. Its address is the index's own business. */
export interface Wheel {
  readonly wheel: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** One Alembic revision and those it builds on: none for the first, several for a merge. */
export interface Revision {
  readonly id: string;
  readonly down: readonly string[];
}

/** The database history that a release's manager carries. */
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
  /** Releases whose revisions it ships as `revision_history/<version>.json`. */
  readonly dumps: readonly string[];
}
