import type { FoundRows, RowQuestion } from '../../core/cluster/rows.ts';
import type { Database } from './database.ts';

/** So many rows are kept to be looked at. */
const most = 20;

async function hasAll(database: Database, columns: readonly string[]): Promise<boolean> {
  const [found] = await database.query<{ count: string }>(
    `SELECT count(DISTINCT table_name || '.' || column_name)::text AS count FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name || '.' || column_name = ANY($1)`,
    [columns],
  );
  return Number(found?.count ?? 0) === new Set(columns).size;
}

/** Answers a check's question; where the release has no such table or column there are no such rows. */
async function readRows(database: Database, { of, select }: RowQuestion): Promise<FoundRows> {
  if (!(await hasAll(database, of))) return { count: 0, first: [] };
  const rows = await database.query<{ count: string; row: FoundRows['first'][number] }>(
    `SELECT (count(*) OVER ())::text AS count, to_jsonb(q) AS row FROM (${select}) q LIMIT ${most}`,
  );
  return { count: Number(rows[0]?.count ?? 0), first: rows.map(({ row }) => row) };
}

/** Answers every question, all as of one moment and in a transaction that cannot write. */
export async function readAllRows(
  database: Database,
  questions: Readonly<Record<string, RowQuestion>>,
): Promise<Record<string, FoundRows>> {
  await database.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const found: Record<string, FoundRows> = {};
    for (const [code, question] of Object.entries(questions))
      found[code] = await readRows(database, question);
    return found;
  } finally {
    await database.query('ROLLBACK').catch(() => undefined);
  }
}
