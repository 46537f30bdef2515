/** A session at a database that is none of the cluster's own. */
export interface DatabaseSession {
  /** Of the server's process; 0 for a prepared transaction, which has none. */
  readonly pid: number;
  /** As it calls itself; for a prepared transaction its name. */
  readonly program: string;
  readonly user: string;
  /** Where it comes from; null on the server's own machine. */
  readonly address: string | null;
  readonly port: number | null;
  /** ISO 8601: since when its transaction, or else the session, goes on. */
  readonly since: string;
  /** Seconds that its transaction goes on; null where it is in none. */
  readonly transaction: number | null;
  /** What it holds: "AccessShareLock on agents", "the managers' lock 191". */
  readonly locks: readonly string[];
  /** Our role may not see where it comes from, nor since when; its locks are seen. */
  readonly hidden?: boolean;
  /** Our role may not end it. */
  readonly unendable?: boolean;
}

/** Who else is at the database, and what the server ends sessions by. */
export interface OthersAtDatabase {
  readonly sessions: readonly DatabaseSession[];
  /** `lock_timeout=1min`: those that are set for our role. */
  readonly timeouts: readonly string[];
  /** How many sessions of other roles there are that our role may not see: members' or others'. */
  readonly hidden?: number;
  /** Whether our role may end only sessions of its own roles. */
  readonly endsOwnOnly?: boolean;
}
