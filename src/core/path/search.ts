import { blockers } from '../../lib/finding.ts';
import type { Version } from '../versions/version.ts';
import { type Cost, cost, costOf } from './cost.ts';
import { judgeHop } from './judge-hop.ts';
import { ladder } from './ladder.ts';
import type { Hop } from './path.ts';
import { makeQueue } from './queue.ts';
import type { Rulebook } from './rulebook.ts';

export interface Search {
  /** Hops that are taken where nothing blocks them. */
  readonly allow: (hop: Hop) => boolean;
  /** Whether what the page would not skip counts before the number of hops; policy `schema` only. */
  readonly nearThePage?: boolean;
}

export interface Found {
  /** The hops to the target; undefined where no chain leads there. */
  readonly hops: readonly Hop[] | undefined;
  /** Every release that was reached on the way. */
  readonly reached: readonly Version[];
}

/** A way that might be taken next, by the number of the rung where it ends. */
interface Way {
  readonly end: number;
  readonly hops: readonly Hop[];
  /** Until its last hop is judged, the least that it can be. */
  readonly spent: Cost;
  /** `spent` and at least what is left to the target. */
  readonly whole: Cost;
  /** Where the hop that is not judged yet starts. */
  readonly open?: number;
  /** Hops onwards that stray further than those put so far, nearest to the page first: they wait their turn as one. */
  readonly later?: readonly Onwards[];
}

/** Hops onwards from one rung that stray equally far. */
interface Onwards {
  readonly strayed: number;
  /** Latest release first. */
  readonly ends: readonly number[];
}

/**
 * The cheapest chain of allowed hops: as few hops as possible, then the shortest predicted stop, then the least to be
 * said of them, then the latest releases. Equal questions get equal answers. A hop is judged, and its route worked
 * out, only when nothing cheaper is left (A*, whose guess of what is left is never too high).
 */
export function search(book: Rulebook, from: Version, to: Version, { allow, nearThePage }: Search): Found {
  const byPage = book.policy === 'page';
  const { rungs, strays, pageHopsFrom } = ladder(book, from, to);
  const target = rungs.length - 1;
  const queue = makeQueue<Way>((a, b) => a.whole < b.whole);
  const reached = new Set<number>();
  const ended = (hops?: readonly Hop[]): Found => ({
    hops,
    reached: [...reached].flatMap((rung) => rungs[rung] ?? []),
  });

  put({ end: 0, hops: [], spent: 0 });
  for (let way = queue.take(); way; way = queue.take()) {
    if (way.later) {
      putNearest(way, way.later);
      continue;
    }
    if (reached.has(way.end)) continue;
    if (way.open !== undefined) judge(way, way.open);
    else if (way.end === target) return ended(way.hops);
    else goOn(way);
  }
  return ended();

  function put(way: Omit<Way, 'whole'>): void {
    // Near the page too: with fewer hops left than the page's one strays, which costs more than any number of hops.
    const left = byPage || nearThePage ? pageHopsFrom(way.end) : Number(way.end !== target);
    queue.put({ ...way, whole: way.spent + cost({ hops: left }) });
  }

  /** Puts a way back with what it really costs, where its last hop is allowed. */
  function judge({ end, hops, spent }: Way, start: number): void {
    const hop = judgeHop(book, rungs[start] ?? from, rungs[end] ?? to, end === target);
    if (blockers(hop.findings).length > 0 || !allow(hop)) return;
    put({ end, hops: [...hops, hop], spent: spent + costOf(hop) });
  }

  /** Every hop onwards; those that stray further wait until nothing cheaper is left. */
  function goOn(way: Way): void {
    const start = way.end;
    reached.add(start);
    const byStray = new Map<number, number[]>();
    for (let end = target; end > start; end--) {
      const strayed = byPage || nearThePage ? strays(start, end) : 0;
      if (reached.has(end) || (byPage && strayed > 0)) continue;
      const ends = byStray.get(strayed);
      if (ends) ends.push(end);
      else byStray.set(strayed, [end]);
    }
    const onwards = [...byStray].map(([strayed, ends]) => ({ strayed, ends }));
    putNearest(
      way,
      onwards.sort((a, b) => a.strayed - b.strayed),
    );
  }

  function putNearest({ end: start, hops, spent }: Way, [nearest, ...later]: readonly Onwards[]): void {
    if (!nearest) return;
    const spentTo = ({ strayed }: Onwards): Cost => spent + cost({ broken: strayed, hops: 1 });
    for (const end of nearest.ends) {
      if (!reached.has(end)) put({ end, hops, spent: spentTo(nearest), open: start });
    }
    const [next] = later;
    if (next) queue.put({ end: start, hops, spent, later, whole: spentTo(next) });
  }
}
