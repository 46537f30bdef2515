import type { Catalog } from '../catalog/catalog.ts';
import { standIn } from '../catalog/stand-in.ts';
import { lostHistory } from '../schema/lost-history.ts';
import type { Version } from '../versions/version.ts';
import { type Cost, cost } from './cost.ts';
import { triedFrom } from './migration-trials.ts';
import { recordedTrials } from './trials.ts';

/** The least that hops can cost before they are weighed, by the numbers of their rungs. */
export interface LeastAhead {
  /** One hop, beside being one. */
  beside(start: number, end: number): Cost;
  /** All that is left from a rung to the target. */
  left(rung: number): Cost;
}

let byStart: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** The ends to which hops from here were tried themselves. */
function ownTrials(from: string): ReadonlySet<string> | undefined {
  byStart ??= new Map(
    [...Map.groupBy(recordedTrials(), (trial) => trial.from)].map(
      ([start, trials]) => [start, new Set(trials.map(({ to }) => to))] as const,
    ),
  );
  return byStart.get(from);
}

const tried = cost({ hops: 1 });
const untried = cost({ untried: 1 });

/**
 * What hops cost under policy `schema`. Before its route is known a hop is taken for tried where any trial between its
 * ends is recorded, and where it may run nothing, so that this is never too much.
 */
export function leastAhead(catalog: Catalog, rungs: readonly Version[]): LeastAhead {
  const target = rungs.length - 1;
  const heads = rungs.map((version) => standIn(catalog, version)?.schema.heads[0]);
  const starts = rungs.map((version, rung) => ({
    isLost: lostHistory(version) !== undefined,
    head: heads[rung],
    own: ownTrials(version),
    isSame: triedFrom(version),
  }));
  const beside = (start: number, end: number): Cost => {
    const [from, to] = [starts[start], rungs[end]];
    if (!from || !to) return 0;
    return from.isLost || from.head === heads[end] || from.isSame(to) || from.own?.has(to) ? 0 : untried;
  };
  const lefts = [0];
  const left = (rung: number): Cost => lefts[target - rung] ?? 0;
  for (let rung = target - 1; rung >= 0; rung--) {
    // Over an untried hop to elsewhere it is more than this.
    let least = tried + untried;
    for (let end = rung + 1; end <= target; end++) {
      const whole = tried + left(end);
      if (whole < least && beside(rung, end) === 0) least = whole;
    }
    lefts.push(least);
  }
  return { beside, left };
}
