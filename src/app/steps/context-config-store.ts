import type { KeyMove } from '../../core/catalog/rules/key-move.ts';
import type { HeldKey } from '../../core/census/with-keys.ts';
import type { Announcement } from '../../core/cluster/announcement-keys.ts';
import type { SlotType } from '../../core/cluster/slots.ts';
import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import type { WindowStore } from '../../io/configstore/windows.ts';

/** What a kept file is known by afterwards. */
interface KeptFile {
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** The cluster's etcd namespace. */
export interface ContextConfigStore {
  capture(file: string): Promise<KeptFile & { readonly keys: number }>;
  restore(file: string): Promise<void>;
  /** The keys of a capture that hang on no lease. */
  captured(file: string): Promise<readonly HeldKey[]>;
  registries(): Promise<readonly RegistrySnapshot[]>;
  /** The slots that managers wrote down, with their units. */
  slots(): Promise<readonly SlotType[]>;
  /** What the managers serve by: `running` or `frozen`; undefined where nothing is written. */
  managerStatus(): Promise<string | undefined>;
  setManagerStatus(status: string): Promise<void>;
  /** What managers have users read. */
  announcement(): Promise<Announcement>;
  /** Makes it this, key by key. */
  announce(announcement: Announcement): Promise<void>;
  /** Where an upgrade is that users were told of before it began. */
  readonly windows: WindowStore;
  /** Keys below a prefix, with their values. */
  pairs(prefix: string): Promise<readonly { readonly key: string; readonly value: string }[]>;
  putPairs(pairs: readonly { readonly key: string; readonly value: string }[]): Promise<void>;
  /** Keys below prefixes, without their values. */
  keys(prefixes: readonly string[]): Promise<readonly string[]>;
  /** Moves all keys below each prefix; one that is there already stays as it is. @returns the keys that were moved */
  move(moves: readonly KeyMove[]): Promise<readonly string[]>;
}
