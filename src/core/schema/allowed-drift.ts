import type { Allowance } from './drift.ts';

/** A difference that a right upgrade over this hop shows, with the reason; lines as YY.MM. */
export interface AllowedDrift extends Allowance {
  readonly from: string;
  readonly to: string;
  /** The line whose revisions fix it: from there on it counts. */
  readonly until?: string;
  readonly reason: string;
  readonly source: string;
}
