import type { Release } from '../catalog/release.ts';
import { graphOf } from './graph.ts';
import { type Route, routeFrom } from './route.ts';

/** A release that was published without its migrations, so that nothing of its own brings a database to it. */
export interface LostHistory {
  readonly version: string;
  /** The last release before it, and its head: where a database stands that came from there. */
  readonly before: { readonly version: string; readonly head: string };
  /** The revision whose structure its own models make: the head that its history had in the vendor's repository. */
  readonly made: string;
}

/**
 * Source: the wheel of 26.01.0, which has no migrations, and tag 26.1.0, whose models are the wheel's file by file and
 * whose history ends at bc4e0e948300. A fresh install by the wheel writes no mark; `stamp heads` empties it.
 */
const all: readonly LostHistory[] = [
  { version: '26.01.0', before: { version: '25.19.2', head: 'd0a3c0716970' }, made: 'bc4e0e948300' },
];

export function lostHistory(version: string): LostHistory | undefined {
  return all.find((each) => each.version === version);
}

/**
 * The route from such a release, in the target's history: from what `alembic_version` really holds, else from where
 * most databases stand, the head of the release before.
 */
export function routeFromLost(
  { before }: LostHistory,
  target: Pick<Release, 'schema'>,
  stands: readonly string[] = [],
): Route {
  const graph = graphOf(target);
  return routeFrom({ applied: stands.length > 0 ? stands : [before.head], graph }, graph);
}
