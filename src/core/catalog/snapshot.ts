import type { EntryPoints, Release, Revision } from './release.ts';

/**
 * What was taken down from a package index, with what spares the next reading: files in wheels are known by their
 * checksum (`crc32-size`, hexadecimal), for most wheels carry the files of the one before.
 */
export interface Snapshot {
  /** When the newest file in it was uploaded, ISO 8601 in UTC: of two snapshots the later is the better. */
  readonly asOf: string;
  /** From oldest to newest. */
  readonly releases: readonly Release[];
  /** The revision in each migration file ever seen; several where its body was edited. */
  readonly revisionFiles: ReadonlyMap<string, Revision>;
  readonly entryPointFiles: ReadonlyMap<string, EntryPoints>;
}

/** Nothing known yet. */
export const emptySnapshot: Snapshot = {
  asOf: '',
  releases: [],
  revisionFiles: new Map(),
  entryPointFiles: new Map(),
};
