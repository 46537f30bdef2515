import type { Census, Counted } from './census.ts';

/**
 * Splits a census by size: the smallest parts, of so many rows together, and the rest. The first is counted in a
 * moment; the other takes its time.
 */
export function splitCensus(census: Census, mostRows: number): { few: Census; many: Census } {
  const parts = [...Object.values(census.kinds), ...Object.values(census.tables)];
  const small = new Set<Counted>();
  let left = mostRows;
  for (const part of parts.toSorted((one, other) => one.count - other.count)) {
    left -= part.count;
    if (left < 0) break;
    small.add(part);
  }
  const those = (parts: Readonly<Record<string, Counted>>, isFew: boolean) =>
    Object.fromEntries(Object.entries(parts).filter(([, part]) => small.has(part) === isFew));
  const part = (isFew: boolean): Census => ({
    kinds: those(census.kinds, isFew),
    tables: those(census.tables, isFew),
  });
  return { few: part(true), many: part(false) };
}

export function joinCensus(one: Census, other: Census): Census {
  return { kinds: { ...one.kinds, ...other.kinds }, tables: { ...one.tables, ...other.tables } };
}
