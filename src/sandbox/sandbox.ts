import type { ComponentName } from '../core/cluster/inventory.ts';

/** A real cluster on this machine, to try everything on. */
export interface SandboxInfo {
  readonly name: string;
  readonly folder: string;
  /** Path of its cluster.yaml: the addresses and credentials of its database, etcd and API are in it. */
  readonly cluster: string;
  /** The manager's, as printed: `24.03.10`. */
  readonly version: string;
  readonly components: readonly SandboxComponent[];
}

export interface SandboxComponent {
  readonly id: string;
  readonly component: ComponentName;
  /** Of the environment that it runs from. */
  readonly version: string;
  readonly active: boolean;
  readonly healthy: boolean;
}

export interface SandboxProgress {
  readonly step: string;
  readonly state: 'started' | 'finished';
  readonly seconds?: number;
}

export interface SandboxOptions {
  /** Lower-case letters, digits and dashes, as in `cluster:` of cluster.yaml. */
  readonly name: string;
  /** Any release from 23.09.0 on. */
  readonly version: string;
  /** When that release was uploaded, ISO 8601. */
  readonly published: string;
  /** Its Python: `3.12`. */
  readonly python: string;
  readonly onProgress?: (event: SandboxProgress) => void;
  readonly signal?: AbortSignal | undefined;
}
