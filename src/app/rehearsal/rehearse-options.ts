import type { RunEvent } from '../../core/run/event.ts';

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
