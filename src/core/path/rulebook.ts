import { asOf } from '../catalog/as-of.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { isStop } from '../catalog/is-stop.ts';
import type { Release } from '../catalog/release.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Line } from '../versions/version.ts';
import type { PathOptions, Policy } from './path.ts';

/** What hops are judged by. */
export interface Rulebook {
  readonly policy: Policy;
  readonly asOf?: string;
  /** Every release ever: a cluster may stand on any of them. */
  readonly catalog: Catalog;
  /** Releases that an upgrade may halt at, oldest first: published by the date, final, not withdrawn. */
  readonly stops: readonly Release[];
  /** The latest stop of a line. */
  readonly exits: ReadonlyMap<Line, Release>;
}

export function rulebook(catalog: Catalog, { policy = 'page', asOf: date }: PathOptions): Rulebook {
  const visible = date === undefined ? catalog : asOf(catalog, date);
  const stops = visible.releases.filter(isStop);
  const exits = new Map(stops.map((release) => [lineOf(release.version), release]));
  return { policy, catalog, stops, exits, ...(date === undefined ? {} : { asOf: date }) };
}
