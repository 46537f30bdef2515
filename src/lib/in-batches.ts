/** Does the same with all of many things, at most `size` at once; what it gives is in their order. */
export async function inBatches<T, R>(
  items: readonly T[],
  size: number,
  act: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += size) {
    results.push(...(await Promise.all(items.slice(at, at + size).map(act))));
  }
  return results;
}
