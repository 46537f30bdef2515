import { differenceBetween } from './difference.ts';
import type { NamespaceSnapshot } from './snapshot.ts';

const decoded = (keys: readonly string[]): string[] =>
  keys.map((key) => Buffer.from(key, 'base64').toString()).sort();

/** Keys of a namespace, in full, that were put or removed between two snapshots; volatile ones are nobody's. */
export function changedKeys(
  before: NamespaceSnapshot,
  after: NamespaceSnapshot,
): { readonly put: string[]; readonly removed: string[] } {
  const there = new Set(after.keys.map(({ key }) => key));
  const { put: otherwise, remove: fresh } = differenceBetween(after, before);
  const others = otherwise.map(({ key }) => key);
  return {
    put: decoded([...fresh, ...others.filter((key) => there.has(key))]),
    removed: decoded(others.filter((key) => !there.has(key))),
  };
}
