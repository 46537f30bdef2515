import type { Release, Revision, Schema } from '../catalog/release.ts';

/**
 * A database history: which revision builds on which. Inside, revisions go by numbers that are the same in every
 * history, and are walked by index: a search walks all of them before anything is optimized.
 */
export interface RevisionGraph {
  /** What nothing builds on; one in every sound release. */
  readonly heads: readonly string[];
  /** How many revisions it holds. */
  readonly size: number;
  /** Those that each revision builds on, at its number; nothing there for one that it does not hold. */
  readonly down: readonly (readonly number[] | undefined)[];
}

/** Where a database stands: what `alembic_version` holds, in the history of the release that it was made with. */
export interface Standing {
  readonly applied: readonly string[];
  readonly graph: RevisionGraph;
}

/** Revisions of a graph, each after those it builds on. */
export interface Ancestry {
  readonly order: readonly number[];
  /** 1 at the number of each. */
  readonly held: Uint8Array;
  /** What they build on that the graph does not hold. */
  readonly lacking: readonly number[];
}

const numbers = new Map<string, number>();
const ids: string[] = [];

/** The number of a revision. */
export function numberOf(id: string): number {
  const known = numbers.get(id);
  if (known !== undefined) return known;
  numbers.set(id, ids.length);
  return ids.push(id) - 1;
}

/** The revisions of these numbers. */
export function idsOf(revisions: readonly number[]): string[] {
  return revisions.map((each) => ids[each] ?? '');
}

interface Numbered {
  readonly number: number;
  readonly down: readonly number[];
}

/** Releases share most of their revisions. */
const numbered = new WeakMap<Revision, Numbered>();

function inNumbers(revision: Revision): Numbered {
  const known = numbered.get(revision);
  if (known) return known;
  const made = { number: numberOf(revision.id), down: revision.down.map(numberOf) };
  numbered.set(revision, made);
  return made;
}

export function makeGraph({ heads, revisions }: Schema): RevisionGraph {
  const down = new Array<readonly number[] | undefined>(ids.length).fill(undefined);
  revisions.forEach((revision) => {
    const { number, down: below } = inNumbers(revision);
    down[number] = below;
  });
  return { heads, size: revisions.length, down };
}

const graphs = new WeakMap<Schema, RevisionGraph>();

/** The history that a release's manager carries; worked out once. */
export function graphOf({ schema }: Pick<Release, 'schema'>): RevisionGraph {
  const known = graphs.get(schema);
  if (known) return known;
  const graph = makeGraph(schema);
  graphs.set(schema, graph);
  return graph;
}

/**
 * These revisions and all they build on, each after those it builds on: Alembic's own order where the history is
 * a line, and at a merge one branch after the other, in the order in which the merge names them.
 * Revisions that the graph does not hold are passed over.
 */
export function ancestry({ down }: RevisionGraph, revisions: readonly number[]): Ancestry {
  const order: number[] = [];
  const lacking: number[] = [];
  const held = new Uint8Array(ids.length);
  const entered = new Uint8Array(ids.length);
  const stack = [...revisions].reverse();
  for (let top = stack.at(-1); top !== undefined; top = stack[stack.length - 1]) {
    const below = down[top];
    if (below === undefined || entered[top] === 1) {
      stack.pop();
      if (below === undefined) lacking.push(top);
      else if (held[top] !== 1) {
        held[top] = 1;
        order.push(top);
      }
      continue;
    }
    entered[top] = 1;
    for (let at = below.length - 1; at >= 0; at -= 1) {
      const before = below[at];
      if (before !== undefined && entered[before] !== 1) stack.push(before);
    }
  }
  return { order, held, lacking };
}

/** The same revisions as `ancestry` finds, in no order: half the work where the order does not matter. */
export function reach({ down }: RevisionGraph, revisions: readonly number[]): Uint8Array {
  const held = new Uint8Array(ids.length);
  const stack = [...revisions];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const below = held[top] === 1 ? undefined : down[top];
    if (below === undefined) continue;
    held[top] = 1;
    for (let at = 0; at < below.length; at += 1) stack.push(below[at] ?? -1);
  }
  return held;
}

/** Those of `order` that are not held elsewhere, in the same order. */
export function without(order: readonly number[], held: Uint8Array): number[] {
  const others: number[] = [];
  for (let at = 0; at < order.length; at += 1) {
    const each = order[at];
    if (each !== undefined && held[each] !== 1) others.push(each);
  }
  return others;
}

const whole = new WeakMap<RevisionGraph, Ancestry>();

/** All that a graph's heads need, as `ancestry` orders it; worked out once. */
export function headAncestry(graph: RevisionGraph): Ancestry {
  const known = whole.get(graph);
  if (known) return known;
  const made = ancestry(graph, graph.heads.map(numberOf));
  whole.set(graph, made);
  return made;
}

/** What revisions build on that the graph does not hold: a broken history cannot be upgraded along. */
export function dangling(graph: RevisionGraph): readonly string[] {
  return idsOf([...new Set(headAncestry(graph).lacking)]);
}
