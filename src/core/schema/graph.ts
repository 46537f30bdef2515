import type { Release, Schema } from '../catalog/release.ts';

/** A database history: which revision builds on which. */
export interface RevisionGraph {
  /** What nothing builds on; one in every sound release. */
  readonly heads: readonly string[];
  /** Each revision with those it builds on. */
  readonly down: ReadonlyMap<string, readonly string[]>;
}

const graphs = new WeakMap<Schema, RevisionGraph>();

/** The history that a release's manager carries; worked out once. */
export function graphOf({ schema }: Pick<Release, 'schema'>): RevisionGraph {
  const known = graphs.get(schema);
  if (known) return known;
  const graph = { heads: schema.heads, down: new Map(schema.revisions.map(({ id, down }) => [id, down])) };
  graphs.set(schema, graph);
  return graph;
}

/**
 * These revisions and all they build on, each after those it builds on: Alembic's own order where the history is
 * a line, and at a merge one branch after the other, in the order in which the merge names them.
 * Revisions that the graph does not hold are passed over.
 */
export function ancestry(graph: RevisionGraph, revisions: readonly string[]): ReadonlySet<string> {
  const done = new Set<string>();
  const entered = new Set<string>();
  const stack = [...revisions].reverse();
  for (let id = stack.at(-1); id !== undefined; id = stack.at(-1)) {
    const down = graph.down.get(id);
    if (down === undefined || entered.has(id)) {
      stack.pop();
      if (down !== undefined) done.add(id);
      continue;
    }
    entered.add(id);
    for (let at = down.length - 1; at >= 0; at -= 1) {
      const before = down[at];
      if (before !== undefined && !entered.has(before)) stack.push(before);
    }
  }
  return done;
}

/** The same revisions as `ancestry` finds, in no order: half the work where the order does not matter. */
export function reach(graph: RevisionGraph, revisions: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const stack = [...revisions];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const down = found.has(id) ? undefined : graph.down.get(id);
    if (down === undefined) continue;
    found.add(id);
    for (const before of down) stack.push(before);
  }
  return found;
}

const whole = new WeakMap<RevisionGraph, ReadonlySet<string>>();

/** All that a graph's heads need, as `ancestry` orders it; worked out once. */
export function headAncestry(graph: RevisionGraph): ReadonlySet<string> {
  const known = whole.get(graph);
  if (known) return known;
  const made = ancestry(graph, graph.heads);
  whole.set(graph, made);
  return made;
}

const gaps = new WeakMap<RevisionGraph, readonly string[]>();

/** What revisions build on that the graph does not hold: a broken history cannot be upgraded along. Worked out once. */
export function dangling(graph: RevisionGraph): readonly string[] {
  const known = gaps.get(graph);
  if (known) return known;
  const made = [...new Set([...graph.down.values()].flat())].filter((id) => !graph.down.has(id));
  gaps.set(graph, made);
  return made;
}
