import { makeQueue, type Queue } from '../../lib/queue.ts';
import type { Limits } from './limits.ts';

/** A piece of work and what must be done before it. */
export interface Node {
  readonly id: string;
  readonly needs: readonly string[];
  /** Where it works: each host takes only so much at once. */
  readonly hosts?: readonly string[];
  /** It has nothing to do itself: it is passed as soon as all that it needs is done. */
  readonly barrier?: boolean;
}

/** A node that may start. */
export interface Turn {
  readonly node: Node;
}

interface Place extends Turn {
  /** Where it was written. */
  readonly index: number;
  /** How many of its needs are not done yet. */
  unmet: number;
  readonly dependents: Place[];
  /** How many nodes have to be done before it, one after the other. */
  depth: number;
}

const inOrder = (): Queue<Place> =>
  makeQueue((a, b) => a.depth > b.depth || (a.depth === b.depth && a.index < b.index));
const none: readonly string[] = [];
const hostsOf = ({ node }: Turn): readonly string[] => node.hosts ?? none;

function measureDepths(first: readonly Place[]): void {
  const unmet = new Map<Place, number>();
  const sorted = [...first];
  for (const place of sorted) {
    for (const next of place.dependents) {
      next.depth = Math.max(next.depth, place.depth + 1);
      const left = (unmet.get(next) ?? next.unmet) - 1;
      unmet.set(next, left);
      if (left === 0) sorted.push(next);
    }
  }
}

/**
 * What of a graph may start now: all needs are done, and its hosts and the whole have room. Of several, the one that is
 * furthest along starts first, else the one written first: a dump does not wait until ten thousand agents have been
 * asked to stop. Each change costs no more than the edges that it touches. A need that is no node of the graph counts
 * as done.
 */
export class Frontier {
  readonly #places = new Map<string, Place>();
  readonly #limits: Limits;
  readonly #ready = inOrder();
  /** Ready nodes that wait for a full host, by that host. */
  readonly #parked = new Map<string, Queue<Place>>();
  readonly #busy = new Map<string, number>();
  #taken = 0;
  #left = 0;

  constructor(nodes: readonly Node[], done: ReadonlySet<string>, limits: Limits) {
    this.#limits = limits;
    for (const [index, node] of nodes.entries()) {
      if (!done.has(node.id)) this.#places.set(node.id, { node, index, unmet: 0, dependents: [], depth: 0 });
    }
    this.#left = this.#places.size;
    for (const place of this.#places.values()) this.#connect(place);
    const first = [...this.#places.values()].filter(({ unmet }) => unmet === 0);
    measureDepths(first);
    for (const place of first) this.#open(place);
  }

  /** Nodes that are not done. */
  get left(): number {
    return this.#left;
  }

  /** The next node that may start; it takes room until `leave`. */
  take(): Turn | undefined {
    while (this.#taken < this.#limits.inAll) {
      const place = this.#ready.take();
      if (!place) return undefined;
      const full = hostsOf(place).find((host) => !this.#hasRoom(host));
      if (full === undefined) {
        this.#occupy(place, 1);
        return place;
      }
      this.#park(place, full);
    }
    return undefined;
  }

  /** A node that was taken needs its room no longer, whether it is done or not. */
  leave(turn: Turn): void {
    this.#occupy(turn, -1);
    for (const host of hostsOf(turn)) this.#wake(host);
  }

  /** A node is done: those that waited for it alone may start. */
  finish({ node }: Turn): void {
    const done = [this.#place(node)];
    for (let place = done.pop(); place; place = done.pop()) {
      this.#left -= 1;
      for (const next of place.dependents) {
        next.unmet -= 1;
        if (next.unmet > 0) continue;
        if (next.node.barrier) done.push(next);
        else this.#ready.put(next);
      }
    }
  }

  /** Nodes that are not done and wait for others that are not. */
  waiting(): string[] {
    return [...this.#places.values()].filter(({ unmet }) => unmet > 0).map(({ node }) => node.id);
  }

  #place({ id }: Node): Place {
    const place = this.#places.get(id);
    if (!place) throw new Error(`no node ${id}`);
    return place;
  }

  #connect(place: Place): void {
    for (const need of place.node.needs) {
      const needed = this.#places.get(need);
      if (!needed) continue;
      needed.dependents.push(place);
      place.unmet += 1;
    }
  }

  #open(place: Place): void {
    if (place.node.barrier) this.finish(place);
    else this.#ready.put(place);
  }

  #hasRoom(host: string): boolean {
    return (this.#busy.get(host) ?? 0) < this.#limits.perHost;
  }

  #occupy(turn: Turn, by: 1 | -1): void {
    this.#taken += by;
    for (const host of hostsOf(turn)) this.#busy.set(host, (this.#busy.get(host) ?? 0) + by);
  }

  #park(place: Place, full: string): void {
    const parked = this.#parked.get(full) ?? inOrder();
    this.#parked.set(full, parked);
    parked.put(place);
    // It may have been woken for room on another host that it cannot use yet: somebody else can.
    for (const host of hostsOf(place)) this.#wake(host);
  }

  #wake(host: string): void {
    const next = this.#hasRoom(host) ? this.#parked.get(host)?.take() : undefined;
    if (next) this.#ready.put(next);
  }
}
