import type { Release, Schema } from '../catalog/release.ts';
import type { Version } from '../versions/version.ts';
import { type Route, routeBetween } from './route.ts';

/** What the database route between two releases is, in numbers; `schema route` tells the revisions. */
export interface MatrixPair {
  readonly from: Version;
  readonly to: Version;
  readonly kind: Route['kind'];
  /** How many revisions run. */
  readonly run: number;
  /** How many of them `alembic upgrade head` would skip. */
  readonly fill: number;
  /** How many the source has and the target does not know. */
  readonly orphans: number;
}

export interface SchemaMatrix {
  readonly releases: readonly Version[];
  /** Every pair with from before to. */
  readonly pairs: readonly MatrixPair[];
}

type Numbers = Omit<MatrixPair, 'from' | 'to'>;

/**
 * The database routes between all of these releases.
 * @param releases from oldest to newest; those that share a history share the work
 */
export function schemaMatrix(releases: readonly Release[]): SchemaMatrix {
  const known = new Map<Schema, Map<Schema, Numbers>>();
  const numbers = (from: Release, to: Release): Numbers => {
    const row = known.get(from.schema) ?? new Map<Schema, Numbers>();
    known.set(from.schema, row);
    const before = row.get(to.schema);
    if (before) return before;
    const { kind, run, fill, orphans } = routeBetween(from, to);
    const made = { kind, run: run.length, fill: fill.length, orphans: orphans.length };
    row.set(to.schema, made);
    return made;
  };
  return {
    releases: releases.map(({ version }) => version),
    pairs: releases.flatMap((from, position) =>
      releases
        .slice(position + 1)
        .map((to) => ({ from: from.version, to: to.version, ...numbers(from, to) })),
    ),
  };
}
