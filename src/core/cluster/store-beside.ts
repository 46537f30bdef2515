/** A store of runs that is where the cluster's own databases are. */
export interface StoreBeside {
  /** "the store "runs" on PostgreSQL at db1:5432" */
  readonly store: string;
  /** Whether it is a database of the cluster itself, or another one of that server. */
  readonly is: 'same-database' | 'same-server';
  /** "backend", or the database of a member. */
  readonly database: string;
}
