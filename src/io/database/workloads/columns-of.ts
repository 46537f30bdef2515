import type { Database } from '../database.ts';

/** The columns of a table; none where the release lacks it. */
export type Columns = (table: string) => ReadonlySet<string>;

/** Which columns each of these tables has; a table that the release lacks has none. */
export async function columnsOf(database: Database, tables: readonly string[]): Promise<Columns> {
  const rows = await database.query<{ table: string; columns: string[] }>(
    `SELECT table_name AS table, array_agg(column_name::text) AS columns FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = ANY($1) GROUP BY 1`,
    [tables],
  );
  const found = new Map(rows.map(({ table, columns }) => [table, new Set(columns)]));
  return (table) => found.get(table) ?? new Set();
}
