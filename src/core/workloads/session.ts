import type { SlotAmounts } from './slot-amounts.ts';

/** A compute session that has not ended. */
export interface Session {
  readonly id: string;
  /** As its owner typed it: nothing to trust on a terminal, in a table or in a page. */
  readonly name: string;
  /** `interactive`, `batch`, `inference`, `system` (from 24.03 on), or what a later release has beside them. */
  readonly kind: string;
  /** `RUNNING`, `PENDING` … */
  readonly status: string;
  /** Why it is so, where the release says: `no-available-instances`. */
  readonly info?: string;
  /** The e-mail address of whoever owns it. */
  readonly owner?: string;
  readonly accessKey: string;
  readonly project?: string;
  readonly domain?: string;
  readonly resourceGroup?: string;
  readonly image?: string;
  /** What its owner marked it with: the vendor calls it a tag. */
  readonly label?: string;
  /** The agents that its kernels are on. */
  readonly agents: readonly string[];
  /** Milliseconds since the epoch. */
  readonly created?: number;
  /** What it occupies; of one that waits, what it asks for where the release says. */
  readonly slots: SlotAmounts;
  /** The idle check that ends it soonest, and the seconds that it leaves it. Only managers' API knows. */
  readonly idle?: { readonly check: string; readonly left: number };
}
