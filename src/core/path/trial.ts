/** What a schema lacks or has too much of beside a fresh install; lines as `kind object`. */
export interface TrialDrift {
  readonly structural: readonly string[];
  readonly cosmetic: number;
  /** Known to be the vendor's own (`core/schema/drift-allowed.ts`). */
  readonly allowed: number;
}

/** How one way of migrating a database ended. */
export interface TrialEnd {
  /**
   * right: the target's head alone, no structural drift, and nothing lost. wrong: it said that it went well, and it did not.
   * failed: it said so itself. refused: baiup does not begin it.
   */
  readonly outcome: 'right' | 'wrong' | 'failed' | 'refused';
  /** What failed, in the words of the program, or why it is refused. */
  readonly why?: string;
  /** The check that found rows which baiup cannot fix by itself, where it is refused for them. */
  readonly asked?: string;
  /** Where it failed. */
  readonly revision?: string;
  /** Of a failure: whether the schema is as before, or part of the way is committed. */
  readonly left?: 'untouched' | 'half';
  /** Checks that found rows beforehand, and fixed them. */
  readonly fixed?: readonly string[];
  /** Rows of `alembic_version` afterwards. */
  readonly versions: readonly string[];
  readonly drift?: TrialDrift;
  /** What the database held and holds no more, or otherwise, and nobody explains. */
  readonly lost?: readonly string[];
  readonly seconds: number;
}

/** One hop that was tried on real packages, on a database that its source release made, with rows of ours. */
export interface Trial {
  readonly from: string;
  readonly to: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly route: { readonly kind: string; readonly run: number; readonly fill: number };
  /** What the source's database held; tables that nothing of ours fitted are named. */
  readonly rows: { readonly tables: number; readonly rows: number; readonly empty: readonly string[] };
  /** The check whose rows were put in on purpose: without its fix the hop fails. */
  readonly spoiled?: string;
  /** The page's procedure as written, which ends where a step fails. */
  readonly page: {
    /** After step 3, `alembic upgrade head`. */
    readonly upgrade: TrialEnd;
    /** After step 4, `mgr schema apply-missing-revisions`: in a major hop where the target has the command. */
    readonly missing?: TrialEnd;
  };
  /** The computed route, each revision in a transaction of its own. */
  readonly baiup: TrialEnd;
}
