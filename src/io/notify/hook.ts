import type { Notice } from '../../core/run/notice.ts';
import type { Sent } from './sent.ts';

/** Whom a run tells of what happens in it, ready to be told. */
export interface Hook {
  readonly name: string;
  readonly wants: (event: string) => boolean;
  /** One try. */
  readonly send: (notice: Notice, signal: AbortSignal) => Promise<Sent>;
  /** Milliseconds after which a notice is given up. */
  readonly retryForMs: number;
}
