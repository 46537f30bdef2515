import type { Version } from '../versions/version.ts';
import type { Release } from './release.ts';

/** What is known of all releases. */
export interface Catalog {
  /** From oldest to newest; candidates and withdrawn releases included. */
  readonly releases: readonly Release[];
  /** The release of this version, withdrawn or not; undefined where the index never had one. */
  find(version: Version): Release | undefined;
}
