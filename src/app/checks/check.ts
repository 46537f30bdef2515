import type { Inventory } from '../../core/cluster/inventory.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { Finding } from '../../lib/finding.ts';

export interface CheckInput {
  readonly inventory: Inventory;
  readonly snapshot: ClusterSnapshot;
  /** The hops that are asked for; empty when only the cluster itself is checked. */
  readonly hops: readonly { readonly from: string; readonly to: string }[];
  /** Head of the history of the release that is installed, where it is known. */
  readonly installedHead: string | undefined;
}

/** Looks at what was observed and says what is wrong; never throws for a bad cluster, never changes anything. */
export interface Check {
  /** Permanent; the code of its findings. */
  readonly code: string;
  readonly find: (input: CheckInput) => readonly Finding[];
}
