import type { PackageName } from './release.ts';

/** Raised whenever a file of the old shape could no longer be read. */
export const lineFileVersion = 1;

/** One release in a line's file; `add` and `drop` are indices into the file's revisions. */
export interface LineFileRelease {
  readonly version: string;
  readonly published: string;
  readonly withdrawn?: string;
  readonly python: string;
  readonly packages: Readonly<
    Partial<Record<PackageName, readonly [wheel: string, sha256: string, size: number]>>
  >;
  readonly heads: readonly string[];
  /** Revisions that the release before it in the file does not have. */
  readonly add: readonly number[];
  /** Revisions that the release before it has, and it has not. */
  readonly drop: readonly number[];
  readonly dumps: readonly string[];
}

/** A line's releases as committed: each revision once, each history as a difference from the release before. */
export interface LineFile {
  readonly schemaVersion: typeof lineFileVersion;
  readonly line: string;
  /** The revision, then those it builds on. */
  readonly revisions: readonly (readonly string[])[];
  readonly releases: readonly LineFileRelease[];
}
