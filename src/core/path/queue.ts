/** Hands out the least of what was put in; of equals the first put in (a binary heap). */
export interface Queue<T> {
  put(item: T): void;
  /** What `take` would take. */
  least(): T | undefined;
  take(): T | undefined;
}

export function makeQueue<T>(isLess: (a: T, b: T) => boolean): Queue<T> {
  const heap: { readonly item: T; readonly number: number }[] = [];
  let count = 0;

  const before = (a: number, b: number): boolean => {
    const [left, right] = [heap[a], heap[b]];
    if (!left || !right) return left !== undefined;
    if (isLess(left.item, right.item)) return true;
    return !isLess(right.item, left.item) && left.number < right.number;
  };
  const swap = (a: number, b: number): void => {
    const [left, right] = [heap[a], heap[b]];
    if (left && right) [heap[a], heap[b]] = [right, left];
  };

  return {
    put(item) {
      heap.push({ item, number: count++ });
      for (let at = heap.length - 1; at > 0; ) {
        const above = (at - 1) >> 1;
        if (!before(at, above)) return;
        swap(at, above);
        at = above;
      }
    },
    least: () => heap[0]?.item,
    take() {
      swap(0, heap.length - 1);
      const least = heap.pop();
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        const below = before(left, right) ? left : right;
        if (!heap[below] || !before(below, at)) return least?.item;
        swap(at, below);
        at = below;
      }
    },
  };
}
