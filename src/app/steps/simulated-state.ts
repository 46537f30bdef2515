import type { LiveSession } from '../../core/cluster/live-session.ts';
import type { SimulatedFile } from '../../io/hosts/simulated-files.ts';
import type { KernelContainer } from '../../io/workloads/kernel-containers.ts';
import type { KernelState } from './context.ts';

/** What a simulated cluster is at a moment; steps change it, tests compare it. */
export interface SimulatedState {
  active: boolean;
  environment: string;
  rows: string[];
  etcd: string;
  /** Of the member's file of configuration. */
  configuration: string;
  /** What lies on the member's host beside that. */
  readonly files: Map<string, SimulatedFile>;
  /** Kernels that the managers believe to run on the member. */
  kernels: number;
  /** Sessions that have not ended, and whether the managers answer. */
  sessions: readonly LiveSession[];
  answers: boolean;
  frozen: boolean;
  /** Whether the older release can read what a newer one pickled. */
  readable: boolean;
  /** The containers of the member's kernels, and what the managers know of kernels. */
  containers: readonly KernelContainer[];
  known: Readonly<Record<string, KernelState>>;
  readonly built: Set<string>;
  /** Where the one resource group finds its proxy. */
  door: string;
  /** Rows of the revision table of the member's own database; undefined where there is none. */
  own: string[] | undefined;
}
