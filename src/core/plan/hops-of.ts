import type { Plan } from './plan.ts';

/** Every hop between two releases that a plan takes: a window of several is taken apart. */
export function hopsOf({ hops }: Pick<Plan, 'hops'>): { readonly from: string; readonly to: string }[] {
  return hops.flatMap(({ from, via = [], to }) => {
    const stops = [from, ...via, to];
    return stops.slice(1).map((stop, index) => ({ from: stops[index] ?? from, to: stop }));
  });
}
