/** More alike than this are no longer all shown. */
const most = 12;
const shown = 5;

export interface Shown<T> {
  readonly item: T;
  /** What is left out after it, all like it. */
  readonly more: readonly T[];
}

/** Of many alike the first few, in the order given: ten thousand lines tell nobody more than five. */
export function fewOfEach<T>(items: readonly T[], alike: (item: T) => string): Shown<T>[] {
  const groups = Map.groupBy(items, alike);
  const leftOut = new Map<T, readonly T[]>();
  const hidden = new Set<T>();
  for (const group of groups.values()) {
    const last = group[shown - 1];
    if (group.length <= most || last === undefined) continue;
    const rest = group.slice(shown);
    leftOut.set(last, rest);
    for (const each of rest) hidden.add(each);
  }
  return items.filter((item) => !hidden.has(item)).map((item) => ({ item, more: leftOut.get(item) ?? [] }));
}

/** "… and 9,995 more like these" */
export const moreText = (count: number): string => `… and ${count.toLocaleString('en')} more like these`;
