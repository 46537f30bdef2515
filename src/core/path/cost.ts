import { hazardsOf } from './hangs-on-data.ts';
import type { WeighedHop } from './judge-hop.ts';
import { isTried } from './trials.ts';

/**
 * What a chain costs, as one number whose places decide one after the other: what the page would not skip and what
 * hangs on the data, untried hops, hops, tenths of a second of stop, things said. Costs add up and compare as numbers;
 * the search makes thousands of them.
 */
export type Cost = number;

interface Places {
  /** How far it strays from the page; below 9,000. */
  readonly broken?: number;
  /** Hops of which no trial is recorded; below 100. */
  readonly untried?: number;
  /** Below 1,000. */
  readonly hops?: number;
  /** Below 10,000. */
  readonly tenths?: number;
  /** Below 1,000. */
  readonly marks?: number;
}

export function cost({ broken = 0, untried = 0, hops = 0, tenths = 0, marks = 0 }: Places): Cost {
  return (((broken * 100 + untried) * 1_000 + hops) * 10_000 + tenths) * 1_000 + marks;
}

/**
 * Tenths of a second that a hop's database takes beyond what every hop costs, which is far more; as seen on real
 * packages (409 revisions in about 20 s of SQL).
 */
const perRevision = 0.5;

/** What is said of a hop and counts against it; what baiup takes care of does not. */
function marksOf({ said }: WeighedHop): number {
  return said.filter(({ severity, origin }) => severity !== 'info' || origin === 'page').length;
}

/**
 * What a judged hop costs beside being a hop. One whose migration fails on some databases counts as straying from the
 * page: a way without such a hop is better, however many hops it takes.
 * @param preferTried whether that it was tried counts as well, before the number of hops.
 */
export function costOf(hop: WeighedHop, preferTried: boolean): Cost {
  return cost({
    broken: hazardsOf(hop).length,
    untried: preferTried && !isTried(hop) ? 1 : 0,
    tenths: Math.round(hop.route.run.length * perRevision),
    marks: marksOf(hop),
  });
}
