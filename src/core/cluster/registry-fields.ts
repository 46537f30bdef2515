import { unquoted } from '../../lib/unquoted.ts';

/** A pair of etcd, its key within the namespace. */
export interface KeyPair {
  readonly key: string;
  readonly value: string;
}

/** A value with its key, or what lies below. */
export type Field = KeyPair | ReadonlyMap<string, Field>;

/** What a registry has in etcd: one value, where it is nothing but its address, or its fields by their names. */
export type Fields = Map<string, Field>;

const isPair = (field: Field | undefined): field is KeyPair => field !== undefined && 'key' in field;

/** The value itself; undefined where there is none, or where it has keys below. */
export function pairOf(field: Field | undefined): KeyPair | undefined {
  return isPair(field) ? field : undefined;
}

/** The keys of a field and of all below it. */
export function keysOf(field: Field): string[] {
  return isPair(field) ? [field.key] : [...field.values()].flatMap(keysOf);
}

/**
 * Pairs as the vendor nests them. A key that also has keys below keeps its own value under the empty name; of two keys
 * that are one after unquoting, the later stays. Source: `make_dict_from_pairs` of ai.backend.common.etcd at 24.09.4.
 */
export function nested(prefix: string, pairs: readonly KeyPair[]): Fields {
  const all: Fields = new Map();
  const sorted = [...pairs].sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const pair of sorted) {
    const names = pair.key.slice(prefix.length).replace(/^\//, '').split('/').map(unquoted);
    const last = names.pop() ?? '';
    let parent = all;
    for (const name of names) {
      const there = parent.get(name);
      const below: Fields = there && !isPair(there) ? (there as Fields) : new Map();
      if (isPair(there)) below.set('', there);
      parent.set(name, below);
      parent = below;
    }
    parent.set(last, pair);
  }
  return all;
}
