import type { Database } from '../../src/io/database/database.ts';
import { identifier } from '../../src/io/database/identifier.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  /** Without a value of its own it would be refused. */
  readonly needed: boolean;
}

/** SQL for a value of a type that nobody asked for by name; `n` is the row's number. */
const fillers: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  bool: 'false',
  jsonb: "'{}'::jsonb",
  bytea: "''::bytea",
  timestamptz: 'now()',
};

function filler({ name, type }: Column): string {
  if (type.startsWith('_')) return `'{}'::${type}`;
  if (/^(int|float|numeric)/.test(type)) return '0';
  if (/^(varchar|text)$/.test(type)) return `'${name.slice(0, 8)}-' || n`;
  return fillers[type] ?? `(enum_range(NULL::${identifier(type)}))[1]`;
}

async function columnsOf(database: Database, table: string): Promise<Column[]> {
  return database.query<Column & Record<string, unknown>>(
    `SELECT column_name AS name, udt_name AS type, is_nullable = 'NO' AND column_default IS NULL AS needed
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position`,
    [table],
  );
}

const batch = 50_000;

export interface Rows {
  readonly table: string;
  readonly count: number;
  /** SQL by column, over the row's number `n` (from 1); columns that the release does not have are left out. */
  readonly values: Readonly<Record<string, string>>;
}

/** Inserts numbered rows in batches, whatever further columns a release's table asks for; rows that are there stay. */
export async function insertRows(
  database: Database,
  { table, count, values }: Rows,
  onProgress: (done: number) => void,
): Promise<void> {
  const columns = (await columnsOf(database, table)).filter(({ name, needed }) => needed || name in values);
  const names = columns.map(({ name }) => identifier(name)).join(', ');
  const selected = columns.map((column) => values[column.name] ?? filler(column)).join(', ');
  for (let from = 1; from <= count; from += batch) {
    const to = Math.min(from + batch - 1, count);
    await database.query(
      `INSERT INTO ${identifier(table)} (${names}) SELECT ${selected} FROM generate_series($1::int, $2::int) n
       ON CONFLICT DO NOTHING`,
      [from, to],
    );
    onProgress(to);
  }
}
