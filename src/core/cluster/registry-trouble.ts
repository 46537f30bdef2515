/**
 * What keeps a registry in etcd from being moved to the database (revision 1d42c726d8a3).
 * `address`: it has none that can be read. `type`: no release knows it. `length`: something is longer than its column.
 * `keys`: another key of it is not as the revision takes it.
 */
export interface RegistryTrouble {
  readonly kind: 'address' | 'type' | 'length' | 'keys';
  /** What is wrong, after the registry's name: "has no address". Never a password. */
  readonly what: string;
  /** Pairs, within the namespace, that put it right where that needs no decision. */
  readonly puts?: readonly { readonly key: string; readonly value: string }[];
  /** Keys to be removed for the same. */
  readonly removes?: readonly string[];
}
