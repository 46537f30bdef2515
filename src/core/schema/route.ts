import type { Release, Schema } from '../catalog/release.ts';
import {
  ancestry,
  dangling,
  graphOf,
  headAncestry,
  idsOf,
  numberOf,
  type RevisionGraph,
  reach,
  type Standing,
  without,
} from './graph.ts';
import { lastAgreed } from './last-agreed.ts';

type RouteKind = 'none' | 'upgrade' | 'fill' | 'rejoin' | 'blocked';

/** What brings a database from one release's history to another's. */
export interface Route {
  /**
   * none: nothing to run. upgrade: `alembic upgrade head` would run all. fill: it would skip some in silence, or
   * cannot run because `alembic_version` holds more than one row. rejoin: the source has what the target never
   * heard of. blocked: nothing works.
   */
  readonly kind: RouteKind;
  /** Every revision to run, in order; after them `alembic_version` holds exactly the target's head. */
  readonly run: readonly string[];
  /** The part of `run` that `alembic upgrade head` would skip. */
  readonly fill: readonly string[];
  /** What the source has applied and the target does not know. */
  readonly orphans: readonly string[];
  /** For a rejoin: the revision that the old code must downgrade to before `run`. */
  readonly rejoinAt?: string;
  /** One sentence for an operator. */
  readonly why: string;
}

const nothing = { run: [], fill: [], orphans: [] } as const;

function blocked(why: string, orphans: readonly string[] = []): Route {
  return { ...nothing, kind: 'blocked', orphans, why };
}

/** "1 revision", "4 revisions". */
function count(revisions: readonly string[]): string {
  return `${revisions.length} revision${revisions.length === 1 ? '' : 's'}`;
}

/** Why no route can start or end here; undefined where one can. */
function obstacle({ applied, graph }: Standing, target: RevisionGraph): string | undefined {
  if (target.size === 0) return 'the target carries no revisions: its package has no migration scripts';
  if (target.heads.length !== 1) {
    return `the target's history has several heads (${target.heads.join(', ')}): none is the state to reach`;
  }
  const [gap] = dangling(target);
  if (gap !== undefined) return `the target's history is broken: it builds on ${gap}, which it does not hold`;
  if (graph.size === 0) return 'the source carries no revisions, so what its database has cannot be known';
  if (applied.length === 0)
    return 'the database has no revision: it was never set up, or its alembic_version was emptied';
  const unknown = applied.find((id) => graph.down[numberOf(id)] === undefined);
  return unknown && `the database is at ${unknown}, which its release does not know`;
}

/**
 * The database route from where a database is to the head of a release. Applied is the ancestry of its revisions in the
 * source's history. `alembic upgrade head` would skip what the target places before them although the source never had
 * it. Source: Alembic's own choice of what to run (all that the head needs, less all that comes before the current
 * revision in the new tree).
 */
export function routeFrom(standing: Standing, target: RevisionGraph): Route {
  const why = obstacle(standing, target);
  if (why !== undefined) return blocked(why);
  const { graph } = standing;
  const stands = standing.applied.map(numberOf);
  const applied = standing.applied === graph.heads ? headAncestry(graph) : ancestry(graph, stands);
  const wanted = headAncestry(target);
  const missing = without(wanted.order, applied.held);
  const shared = wanted.order.length - missing.length;
  const run = idsOf(missing);
  if (shared < applied.order.length) {
    const orphans = idsOf(without(applied.order, wanted.held));
    return aside(standing, target, { missing: run, orphans });
  }

  const behind = missing.length > 0 ? reach(target, stands) : undefined;
  const fill = idsOf(missing.filter((each) => behind?.[each] === 1));
  const { orphans } = nothing;
  const rows = standing.applied.length;
  if (fill.length > 0) {
    const text = `the target places ${count(fill)} before the source's head: \`alembic upgrade head\` would skip ${fill.length === 1 ? 'it' : 'them'} in silence`;
    return { kind: 'fill', run, fill, orphans, why: text };
  }
  if (rows > 1) {
    const text = `alembic_version holds ${rows} rows, and \`alembic upgrade head\` fails on that; only the head may remain`;
    return { kind: 'fill', run, fill, orphans, why: text };
  }
  if (missing.length === 0) return { ...nothing, kind: 'none', why: 'both have the same revisions' };
  return {
    kind: 'upgrade',
    run,
    fill,
    orphans,
    why: `${count(run)} follow${missing.length === 1 ? 's' : ''} the source's head: \`alembic upgrade head\` runs all`,
  };
}

interface Difference {
  readonly missing: readonly string[];
  readonly orphans: readonly string[];
}

/** The route of a database that has what the target does not know. */
function aside(standing: Standing, target: RevisionGraph, { missing, orphans }: Difference): Route {
  if (missing.length === 0) {
    return blocked(`the database is newer than the target: it has ${count(orphans)} more`, orphans);
  }
  const rejoinAt = lastAgreed(standing, target);
  if (rejoinAt === undefined) {
    return blocked(
      `the database has ${count(orphans)} that the target does not know, and no way back`,
      orphans,
    );
  }
  const agreed = reach(target, [numberOf(rejoinAt)]);
  return {
    kind: 'rejoin',
    run: idsOf(without(headAncestry(target).order, agreed)),
    fill: [],
    orphans,
    rejoinAt,
    why: `the target does not know ${count(orphans)} of the source: the old code goes back to ${rejoinAt}, then the new code goes forward`,
  };
}

const routes = new WeakMap<Schema, WeakMap<Schema, Route>>();

/**
 * The route between two releases whose databases stand at their own heads. Worked out once for every two histories:
 * most releases share theirs with the one before.
 */
export function routeBetween(source: Pick<Release, 'schema'>, target: Pick<Release, 'schema'>): Route {
  const known = routes.get(source.schema) ?? new WeakMap<Schema, Route>();
  routes.set(source.schema, known);
  const before = known.get(target.schema);
  if (before) return before;
  const route = between(graphOf(source), graphOf(target));
  known.set(target.schema, route);
  return route;
}

function between(graph: RevisionGraph, target: RevisionGraph): Route {
  if (graph.heads.length > 1) {
    return blocked(
      `the source's history has several heads (${graph.heads.join(', ')}): which are applied is unknown`,
    );
  }
  return routeFrom({ applied: graph.heads, graph }, target);
}
