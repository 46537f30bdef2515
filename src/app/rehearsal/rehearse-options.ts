import type { RunEvent } from '../../core/run/event.ts';
import type { Tell } from '../engine/carry-out.ts';
import type { CopyHost } from './copy-host-of.ts';

/** How a rehearsal is done, whoever asks for it. */
export interface RehearseOptions {
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  /** The host of the copies; what cluster.yaml says unless told. */
  readonly on?: string | undefined;
  /** A dump of the cluster's database, made by pg_dump, instead of one made now; it lies where the copies are. */
  readonly dump?: string | undefined;
  /** Milliseconds that one revision may take. */
  readonly revisionLimitMs: number;
  /** Whether what serves on this machine goes first. */
  readonly isNice: boolean;
}

/** How a cluster is copied for it. */
export interface CopyOptions extends Pick<RehearseOptions, 'signal' | 'dump' | 'revisionLimitMs' | 'isNice'> {
  /** The rehearsal's own folder. */
  readonly folder: string;
  /** Where the copies are. */
  readonly copyHost: CopyHost;
  /** Put before each program there, to lower its priority. */
  readonly prefix: readonly string[];
  /** Told how what was begun is ended. */
  readonly atEnd: (undo: () => Promise<void>) => void;
  readonly tell: Tell;
}
