import { hazardsOf } from './hangs-on-data.ts';
import type { WeighedHop } from './judge-hop.ts';

/**
 * What a chain costs, as one number whose places decide one after the other: what the page would not skip and what hangs on the data, hops,
 * tenths of a second of stop, things said. Costs add up and compare as numbers; the search makes thousands of them.
 */
export type Cost = number;

interface Places {
  /** How far it strays from the page; below 1,000. */
  readonly broken?: number;
  /** Below 10,000, as all that follow. */
  readonly hops?: number;
  readonly tenths?: number;
  readonly marks?: number;
}

export function cost({ broken = 0, hops = 0, tenths = 0, marks = 0 }: Places): Cost {
  return ((broken * 10_000 + hops) * 10_000 + tenths) * 10_000 + marks;
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
 */
export function costOf(hop: WeighedHop): Cost {
  return cost({
    broken: hazardsOf(hop).length,
    tenths: Math.round(hop.route.run.length * perRevision),
    marks: marksOf(hop),
  });
}
