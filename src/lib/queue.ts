/** Hands out the least of what was put in; of equals the first put in (a binary heap). */
export interface Queue<T> {
  put(item: T): void;
  /** What `take` would take. */
  least(): T | undefined;
  take(): T | undefined;
}

interface Entry<T> {
  readonly item: T;
  readonly number: number;
}

export function makeQueue<T>(isLess: (a: T, b: T) => boolean): Queue<T> {
  const heap: Entry<T>[] = [];
  let count = 0;

  const before = (a: Entry<T>, b: Entry<T>): boolean =>
    isLess(a.item, b.item) || (a.number < b.number && !isLess(b.item, a.item));

  /** Puts an entry where it belongs, at this place or nearer to the top. */
  function rise(entry: Entry<T>, from: number): void {
    let at = from;
    while (at > 0) {
      const above = heap[(at - 1) >> 1];
      if (!above || !before(entry, above)) break;
      heap[at] = above;
      at = (at - 1) >> 1;
    }
    heap[at] = entry;
  }

  /** The empty place at the top goes down to the bottom: the lesser of the two below moves up each time. */
  function sink(): number {
    let at = 0;
    for (let left = heap[1]; left; left = heap[2 * at + 1]) {
      const right = heap[2 * at + 2];
      const below = right && before(right, left) ? 2 * at + 2 : 2 * at + 1;
      heap[at] = below === 2 * at + 1 || !right ? left : right;
      at = below;
    }
    return at;
  }

  return {
    put: (item) => rise({ item, number: count++ }, heap.length),
    least: () => heap[0]?.item,
    take() {
      const least = heap[0];
      const hole = sink();
      const last = heap.pop();
      if (last && hole < heap.length) rise(last, hole);
      return least?.item;
    },
  };
}
