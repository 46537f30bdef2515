import type { NamespaceSnapshot } from './snapshot.ts';

type Pair = NamespaceSnapshot['keys'][number];

export interface Difference {
  /** Pairs of the wanted snapshot that are missing or hold something else now. */
  readonly put: readonly Pair[];
  /** Keys, base64, that are there now and were not then. */
  readonly remove: readonly string[];
}

/**
 * What makes `now` equal to `wanted`. Volatile keys are nobody's to restore: put back without their lease they
 * would never end, and those that are there now belong to a process that runs.
 */
export function differenceBetween(now: NamespaceSnapshot, wanted: NamespaceSnapshot): Difference {
  const has = new Map(now.keys.map((pair) => [pair.key, pair]));
  const wants = new Map(wanted.keys.map((pair) => [pair.key, pair]));
  const put = wanted.keys.filter((pair) => {
    const found = has.get(pair.key);
    if (pair.volatile) return false;
    return found?.value !== pair.value || found.volatile === true;
  });
  const remove = now.keys
    .filter((pair) => !pair.volatile && (!wants.has(pair.key) || wants.get(pair.key)?.volatile))
    .map((pair) => pair.key);
  return { put, remove };
}
