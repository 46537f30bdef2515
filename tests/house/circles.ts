type Graph = ReadonlyMap<string, readonly string[]>;

/** The shortest way from a file back to itself, or undefined where there is none. */
function wayBack(graph: Graph, start: string): string[] | undefined {
  const before = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const next of graph.get(file) ?? []) {
      if (next === start) {
        const way = [file];
        while (way[0] !== start) way.unshift(before.get(way[0] ?? '') ?? start);
        return way;
      }
      if (before.has(next)) continue;
      before.set(next, file);
      queue.push(next);
    }
  }
  return undefined;
}

/** Files that import each other, directly or by way of others: a shortest circle for each such group. */
export function circlesIn(graph: Graph): string[][] {
  const told = new Set<string>();
  const circles: string[][] = [];
  for (const file of [...graph.keys()].sort()) {
    if (told.has(file)) continue;
    const circle = wayBack(graph, file);
    if (!circle) continue;
    circles.push(circle);
    for (const each of circle) told.add(each);
  }
  return circles;
}
