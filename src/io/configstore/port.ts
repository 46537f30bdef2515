import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import type { LockStore } from './lock.ts';
import type { NamespaceSnapshot } from './snapshot.ts';
import type { WindowStore } from './windows.ts';

/** A cluster's namespace in etcd that can only be looked at. Keys are within the namespace, without a slash first. */
export interface ConfigStoreReader {
  readonly namespace: string;
  /** Namespaces of this etcd that have a key; `namespace` may be none of them. @throws BaiupError `etcd.refused` */
  namespacesWith(key: string): Promise<readonly string[]>;
  /** The version of the server, as it says itself. */
  version(): Promise<string | undefined>;
  get(key: string): Promise<string | undefined>;
  /** Pairs below a prefix, sorted by key. */
  list(prefix: string): Promise<readonly { readonly key: string; readonly value: string }[]>;
  snapshotNamespace(signal?: AbortSignal): Promise<NamespaceSnapshot>;
  /** What lines before 24.09 keep of container registries. */
  readRegistries(): Promise<readonly RegistrySnapshot[]>;
}

/** Changes to keys within the namespace. */
export interface KeyEdits {
  readonly puts: readonly { readonly key: string; readonly value: string }[];
  readonly removes: readonly string[];
}

/** A cluster's namespace in etcd that can be changed. */
export interface ConfigStore extends ConfigStoreReader {
  put(key: string, value: string): Promise<void>;
  /** Nothing there is fine. */
  delete(key: string): Promise<void>;
  /** Puts and removals together, in one transaction where the server takes so many. Safe to repeat. */
  edit(changes: KeyEdits, signal?: AbortSignal): Promise<void>;
  /** Makes the namespace equal to a snapshot, but for volatile keys. Safe to repeat. */
  restoreNamespace(
    snapshot: NamespaceSnapshot,
    signal?: AbortSignal,
  ): Promise<{ readonly put: number; readonly removed: number }>;
  readonly lock: LockStore;
  readonly windows: WindowStore;
}
