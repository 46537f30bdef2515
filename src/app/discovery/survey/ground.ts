import type { Inventory } from '../../../core/cluster/inventory.ts';
import type { NetAddress } from '../../../io/hosts/network-port.ts';
import type { Host, HostReader } from '../../../io/hosts/port.ts';
import type { FoundMember } from './found.ts';
import type { Remarks } from './found-cluster.ts';

/** What a cluster file is made from. */
export interface Ground {
  readonly found: readonly FoundMember[];
  readonly hosts: Inventory['hosts'];
  /** Those of them that were looked at. */
  readonly looked: readonly string[];
  readonly ssh?: Inventory['ssh'];
  readonly host: (name: string) => Host;
  /** The same, where what its user may not read is read as root. */
  readonly reader: (name: string) => HostReader;
  /** Where the operator's machine reaches a host: its address or name. */
  readonly addressOf: (host: string) => string;
  /** Whether something accepts connections as the operator's machine sees it. */
  readonly accepts: (address: NetAddress) => Promise<boolean>;
  /** Of the operator's own key pair, where it is known. */
  readonly accessKey: string | undefined;
  /** The cluster's name; guessed unless told. */
  readonly name: string | undefined;
}

/** Keys of the file, and what is said above them. */
export interface DraftPart<T> {
  readonly keys: T;
  readonly remarks: Remarks;
}

const own = /^(localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|::|\*|)$/;

/** An address that a program on a host has, as others reach it. */
export function outward(address: string, on: string, { addressOf }: Pick<Ground, 'addressOf'>): string {
  return own.test(address) ? addressOf(on) : address;
}
