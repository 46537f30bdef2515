import type { Plan, PlannedHop } from './plan.ts';

interface HopOfPlan {
  readonly from: string;
  readonly to: string;
  /** Of the whole outage that it is in. */
  readonly route: PlannedHop['route'];
}

/** Every hop between two releases that a plan takes: an outage of several is taken apart. */
export function hopsOf({ hops }: Pick<Plan, 'hops'>): HopOfPlan[] {
  return hops.flatMap(({ from, via = [], to, route }) => {
    const stops = [from, ...via, to];
    return stops.slice(1).map((stop, index) => ({ from: stops[index] ?? from, to: stop, route }));
  });
}
