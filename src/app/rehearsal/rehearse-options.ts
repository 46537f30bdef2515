import type { RunEvent } from '../../core/run/event.ts';
import type { Tell } from '../engine/carry-out.ts';

/** How a rehearsal is done, whoever asks for it. */
export interface RehearseOptions {
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  /** A dump of the cluster's database, made by pg_dump, instead of one made now. */
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
  /** Put before each program, to lower its priority. */
  readonly prefix: readonly string[];
  readonly tell: Tell;
}
