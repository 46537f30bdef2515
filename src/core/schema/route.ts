export type RouteKind = 'none' | 'upgrade' | 'fill' | 'rejoin' | 'blocked';

/** What brings a database from one release's history to another's. */
export interface Route {
  /**
   * none: nothing to run. upgrade: `alembic upgrade head` would run all. fill: it would skip some in silence.
   * rejoin: the source has what the target never heard of. blocked: nothing works.
   */
  readonly kind: RouteKind;
  /** Every revision to run, in order; after them `alembic_version` holds exactly the target's head. */
  readonly run: readonly string[];
  /** The part of `run` that `alembic upgrade head` would skip. */
  readonly fill: readonly string[];
  /** What the source has applied and the target has never heard of. */
  readonly orphans: readonly string[];
  /** For a rejoin: the revision that the old code must downgrade to before `run`. */
  readonly rejoinAt?: string;
  /** One sentence for an operator. */
  readonly why: string;
}
