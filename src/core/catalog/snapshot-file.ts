import type { EntryPoints, PackageName } from './release.ts';

/** Raised whenever a file of the old shape could no longer be read. */
export const snapshotFileVersion = 2;

/** A wheel; `entryPoints` is an index into the file's, -1 for none. The name is left out where it is the usual one. */
export type SnapshotFileWheel = readonly [sha256: string, size: number, entryPoints: number, name?: string];

/** A history as what it has, and has not, of the release before it in the file. */
export interface SnapshotFileHistory {
  readonly heads: readonly string[];
  readonly add: readonly number[];
  readonly drop: readonly number[];
}

/** One release; `add` and `drop` are indices into the file's revisions. */
export interface SnapshotFileRelease {
  readonly version: string;
  readonly published: string;
  readonly withdrawn?: string;
  readonly python: string;
  readonly packages: Readonly<Partial<Record<PackageName, SnapshotFileWheel>>>;
  readonly heads: readonly string[];
  /** Revisions that the release before it in the file does not have. */
  readonly add: readonly number[];
  /** Revisions that the release before it has, and it has not. */
  readonly drop: readonly number[];
  /** The coordinator's history, where it is not that of the release before. */
  readonly proxy?: SnapshotFileHistory;
  readonly dumps: readonly string[];
}

/** A snapshot as stored: each revision once, each history as a difference from the release before. */
export interface SnapshotFile {
  readonly schemaVersion: typeof snapshotFileVersion;
  readonly asOf: string;
  /** The revision, those it builds on, then the checksums of the files that held it. */
  readonly revisions: readonly (readonly [id: string, down: readonly string[], ...checksums: string[]])[];
  /** Distinct sets of entry points, then the checksums of the files that held them. */
  readonly entryPoints: readonly (readonly [EntryPoints, ...checksums: string[]])[];
  readonly releases: readonly SnapshotFileRelease[];
}
