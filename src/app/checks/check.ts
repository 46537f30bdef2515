import type { Inventory } from '../../core/cluster/inventory.ts';
import type { RowQuestion } from '../../core/cluster/rows.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { Route } from '../../core/schema/route.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import type { Finding } from '../../lib/finding.ts';
import type { Fix } from './fix.ts';

export interface CheckInput {
  readonly inventory: Inventory;
  readonly snapshot: ClusterSnapshot;
  /** The hops that are asked for; empty when only the cluster itself is checked. */
  readonly hops: readonly {
    readonly from: string;
    readonly to: string;
    /** Which Python the release that it ends in needs: `3.12`. */
    readonly python?: string | undefined;
    /** What the hop does to the database. */
    readonly route?: Pick<Route, 'run'>;
  }[];
  /** What becomes of sessions before each of them, where that was asked for. */
  readonly drain?: Drain;
  /** How many outages they make: each keeps a dump. */
  readonly outages: number;
  /** Head of the history of the release that is installed, where it is known. */
  readonly installedHead: string | undefined;
  /** The same of the history of its app-proxy coordinator. */
  readonly proxyHead: string | undefined;
}

/** How a check's findings are fixed. */
interface FixMaker {
  /** What the operator must give after `CODE=`; absent if nothing is needed. */
  readonly value?: { readonly name: string; readonly brief: string };
  /**
   * Pure: makes the fix from what was observed. It is called only if the check found something.
   * @throws BaiupError `fix.value-wrong` (exit 64) for a value that cannot be right
   */
  readonly make: (input: CheckInput, value: string) => Fix;
}

/** Looks at what was observed and says what is wrong; never throws for a bad cluster, never changes anything. */
export interface Check {
  /** Permanent; the code of its findings. */
  readonly code: string;
  /** Rows of the database that it wants to see: they are in the snapshot under its code. */
  readonly rows?: RowQuestion;
  readonly find: (input: CheckInput) => readonly Finding[];
  /** What it finds, and advises, holds also while a run has the cluster and may have changed it half. */
  readonly stands?: true;
  /** How `baiup check --fix` fixes its findings; absent if baiup cannot. */
  readonly fix?: FixMaker;
}
