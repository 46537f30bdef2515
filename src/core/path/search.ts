import { blockers } from '../../lib/finding.ts';
import { makeQueue } from '../../lib/queue.ts';
import type { Version } from '../versions/version.ts';
import { type Cost, cost, costOf } from './cost.ts';
import { judgeHop, type WeighedHop, weighHop } from './judge-hop.ts';
import { ladder } from './ladder.ts';
import { leastAhead } from './least-ahead.ts';
import type { Hop } from './path.ts';
import type { Rulebook } from './rulebook.ts';

export interface Search {
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
  readonly hops: readonly WeighedHop[];
  /** Of `hops` and, where there are `ends`, the least that one more can be. */
  readonly spent: Cost;
  /** `spent` and at least what is left to the target. */
  readonly whole: Cost;
  /** Where it may go on at this cost, latest release last; those hops are not judged yet. */
  readonly ends?: number[];
  /** How far those hops onwards stray that were not put yet: all that stray so far or further wait their turn as one. */
  readonly later?: number;
}

/**
 * The cheapest chain of allowed hops: under policy `schema` as few untried ones as possible, then as few hops as
 * possible, then the shortest predicted downtime, then the fewest findings, then the latest releases. Equal questions
 * get equal answers. A hop is weighed, and its route computed, only when nothing cheaper is left (A*; its estimate is
 * never too high). Only the hops of the result are judged in full.
 */
export function search(book: Rulebook, from: Version, to: Version, { nearThePage }: Search = {}): Found {
  const scales: Rulebook = { ...book, rules: book.weights };
  const byStray = book.policy === 'page' || nearThePage === true;
  const { rungs, straying, strayMost, pageHopsFrom } = ladder(book, from, to);
  const target = rungs.length - 1;
  // The least that is left from each rung. Near the page too: with fewer hops than the page's one strays, which costs more.
  const { beside, left } = byStray
    ? { beside: () => 0, left: (rung: number): Cost => cost({ hops: pageHopsFrom(rung) }) }
    : leastAhead(book.catalog, rungs);
  const queue = makeQueue<Way>((a, b) => a.whole < b.whole);
  const reached = new Set<number>();
  const ended = (hops?: readonly WeighedHop[]): Found => ({
    hops: hops?.map((hop) => judgeHop(book, hop.from, hop.to, hop.to === to)),
    reached: [...reached].flatMap((rung) => rungs[rung] ?? []),
  });

  queue.put({ end: 0, hops: [], spent: 0, whole: 0 });
  for (let way = queue.least(); way; way = queue.least()) {
    const end = way.ends?.pop();
    if (end !== undefined) {
      if (!reached.has(end)) weigh(way, end);
      continue;
    }
    queue.take();
    if (way.later !== undefined) goOn(way, way.later);
    else if (way.ends || reached.has(way.end)) continue;
    else if (way.end === target) return ended(way.hops);
    else goOn(way, 0);
  }
  return ended();

  /** Puts a way with what it really costs, where its last hop is allowed. */
  function weigh({ end: start, hops, spent: least }: Way, end: number): void {
    const hop = weighHop(scales, rungs[start] ?? from, rungs[end] ?? to, end === target);
    if (blockers(hop.said).length > 0) return;
    const spent = least + costOf(hop, !byStray);
    queue.put({ end, hops: [...hops, hop], spent, whole: spent + left(end) });
  }

  function allAbove(rung: number): number[] {
    return Array.from({ length: target - rung }, (_, step) => rung + 1 + step);
  }

  /** Puts the hops onwards that stray so far; those that stray further wait until nothing cheaper is left. */
  function goOn({ end: start, hops, spent }: Way, strayed: number): void {
    reached.add(start);
    const onwards = byStray ? straying(start, strayed) : allAbove(start);
    const least = spent + cost({ broken: strayed, hops: 1 });
    Map.groupBy(onwards, (end) => beside(start, end) + left(end)).forEach((ends, rest) => {
      queue.put({ end: start, hops, spent: least, whole: least + rest, ends });
    });
    if (!nearThePage || strayed >= strayMost(start)) return;
    const whole = spent + cost({ broken: strayed + 1, hops: 1 });
    queue.put({ end: start, hops, spent, whole, later: strayed + 1 });
  }
}
