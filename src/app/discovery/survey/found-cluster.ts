import type { ComponentName, Inventory } from '../../../core/cluster/inventory.ts';
import type { Finding } from '../../../lib/finding.ts';
import type { FoundMember } from './found.ts';

/** Remarks by the key that they stand above, dotted; under the empty key what stands above all of them. */
export type Remarks = Readonly<Record<string, readonly string[]>>;

/** A member as cluster.yaml has it. */
export interface DraftMember {
  readonly written: Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly component: ComponentName;
    readonly host: string;
  };
  readonly found: FoundMember;
  readonly remarks: Remarks;
}

/** A cluster file before it is text. */
export interface DraftCluster {
  readonly head: Pick<Inventory, 'cluster' | 'hosts' | 'database' | 'etcd' | 'redis' | 'api' | 'proof'> &
    Readonly<Record<string, unknown>>;
  readonly remarks: Remarks;
  readonly members: readonly DraftMember[];
  /** What was found and cannot be a member, a line each. */
  readonly others: readonly string[];
  readonly findings: readonly Finding[];
}
