interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Hands items that come while another group is under way to `commit` as one group, in the order in which they came.
 * @param commit gives a result for each; where it fails, all fail that wait by then
 * @param schedule runs groups one after the other
 */
export function inGroups<T, R>(
  commit: (items: readonly T[]) => Promise<readonly R[]>,
  schedule: (work: () => Promise<void>) => Promise<void>,
): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  const takeAll = (): Waiting<T, R>[] => {
    const all = waiting;
    waiting = [];
    return all;
  };

  const next = async (): Promise<void> => {
    const group = takeAll();
    if (group.length === 0) return;
    try {
      const results = await commit(group.map(({ item }) => item));
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as R);
    } catch (error) {
      for (const { reject } of [...group, ...takeAll()]) reject(error);
    }
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (waiting.length === 1) void schedule(next);
    });
}
