import type { SlotAmounts } from './slot-amounts.ts';

/** An agent that is known and not gone for good. */
export interface Agent {
  readonly id: string;
  /** `ALIVE`, `LOST` … */
  readonly status: string;
  readonly version?: string;
  readonly resourceGroup?: string;
  /** Whether sessions may be given a place on it. */
  readonly schedulable: boolean;
  readonly capacity: SlotAmounts;
  readonly occupied: SlotAmounts;
  /** How many sessions have kernels on it. */
  readonly sessions: number;
}
