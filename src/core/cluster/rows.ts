/** What a check asks of the database: rows that stand in the way of something. */
export interface RowQuestion {
  /** `table.column` of all that the statement names; a release without one of them has no such rows. */
  readonly of: readonly string[];
  /** One SELECT, ordered, of the columns that tell an operator which row it is. It only reads. */
  readonly select: string;
}

/** What was found: of many rows only the first are kept. */
export interface FoundRows {
  readonly count: number;
  readonly first: readonly Readonly<Record<string, unknown>>[];
}
