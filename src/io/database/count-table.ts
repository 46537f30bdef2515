import type { Cells, Counted } from '../../core/census/census.ts';
import type { CensusTable } from './census-tables.ts';
import type { Database } from './database.ts';
import { identifier, literal } from './identifier.ts';

/** What is read of a table, and how. */
export interface Counting {
  readonly table: CensusTable;
  /** Columns that identify a row; none where nothing does. */
  readonly key: readonly string[];
  /** Cells that are kept as they are; all others by their hash. */
  readonly open: readonly string[];
  /** Of more rows than this the cells are not kept one by one. */
  readonly mostInFull: number;
  /** Of many rows: whether each is kept by its key, with the cells `kept`; they are only counted unless told. */
  readonly kept?: readonly string[] | undefined;
  /** How many rows there are, where somebody has counted them. */
  readonly rows?: number | undefined;
  /** An earlier census of it: what it is compared with. */
  readonly like?: Counted | undefined;
}

/** Of more rows than this, digests are made of a part. */
const mostInDigests = 100_000;
const sampleRows = 10_000;

const keyOf = (key: readonly string[]): string =>
  `concat_ws(' ', ${key.map((column) => `${identifier(column)}::text`).join(', ')})`;

/** The same for a value whatever type a release gives its column: `json` or `jsonb`, `varchar` or `text`. */
const asText = (column: string): string => `to_jsonb(${identifier(column)})::text`;
const hashOf = (column: string): string => `left(md5(${asText(column)}), 12)`;

/** What a row is compared by: only what the earlier census has, too. */
function comparedColumns({ table, key, like }: Counting): string[] {
  const before = like && new Set(Object.keys(like.columns ?? Object.values(like.rows ?? {})[0] ?? {}));
  return table.columns.filter((column) => !key.includes(column) && (before?.has(column) ?? true));
}

/** `jsonb_build_object` takes fifty pairs; arrays take any number. */
async function inFull(database: Database, counting: Counting): Promise<Counted> {
  const { table, key, open } = counting;
  const columns = comparedColumns(counting);
  const shown = columns.filter((column) => open.includes(column));
  const hidden = columns.filter((column) => !open.includes(column));
  const array = (values: readonly string[]): string =>
    values.length > 0 ? `to_json(ARRAY[${values.join(', ')}])` : `'[]'::json`;
  const rows = await database.query<{ key: string; shown: unknown[]; hidden: (string | null)[] }>(
    `SELECT ${keyOf(key)} AS key, ${array(shown.map((column) => `to_jsonb(${identifier(column)})`))} AS shown,
       ${array(hidden.map(hashOf))} AS hidden FROM ${table.from}`,
  );
  const cellsOf = (row: (typeof rows)[number]): Cells =>
    Object.fromEntries([
      ...shown.map((column, index) => [column, row.shown[index]]),
      ...hidden.map((column, index) => [column, { hash: row.hidden[index] }]),
    ]);
  return {
    count: rows.length,
    key: [...key],
    rows: Object.fromEntries(rows.map((row) => [row.key, cellsOf(row)])),
  };
}

/** Digests that no order of rows changes. */
async function digests(
  database: Database,
  { table, key }: Counting,
  columns: readonly string[],
  oneIn: number,
): Promise<Record<string, string>> {
  if (columns.length === 0) return {};
  const row = key.length > 0 ? keyOf(key) : `''`;
  const sums = columns.map(
    (column) => `sum(hashtextextended(concat(${row}, chr(1), ${asText(column)}), 0)::numeric)::text`,
  );
  const part = oneIn > 1 ? ` WHERE hashtextextended(${row}, 0) % ${oneIn} = 0` : '';
  const [found] = await database.query<{ sums: (string | null)[] }>(
    `SELECT to_json(ARRAY[${sums.join(', ')}]) AS sums FROM ${table.from}${part}`,
  );
  return Object.fromEntries(columns.map((column, index) => [column, found?.sums[index] ?? '0']));
}

async function countOf(database: Database, { table, rows }: Counting): Promise<number> {
  if (rows !== undefined) return rows;
  const [row] = await database.query<{ count: string }>(`SELECT count(*)::text AS count FROM ${table.from}`);
  return Number(row?.count ?? 0);
}

/** By what identifies each, with those cells alone that people know it by, or that explain why it goes. */
async function keys(database: Database, { table, key, open, kept = [] }: Counting): Promise<Counted['rows']> {
  const cells = kept
    .filter((column) => table.columns.includes(column))
    .map((column) => {
      const value = open.includes(column)
        ? identifier(column)
        : `jsonb_build_object('hash', ${hashOf(column)})`;
      return `${literal(column)}, ${value}`;
    });
  const rows = await database.query<{ key: string; cells: Cells }>(
    `SELECT ${keyOf(key)} AS key, jsonb_build_object(${cells.join(', ')}) AS cells FROM ${table.from}`,
  );
  return Object.fromEntries(rows.map((row) => [row.key, row.cells]));
}

async function byDigest(database: Database, counting: Counting): Promise<Counted> {
  const { key, kept, like } = counting;
  const count = await countOf(database, counting);
  const isHuge = count > mostInDigests;
  const oneIn = like ? (like.oneIn ?? 1) : isHuge ? Math.floor(count / sampleRows) : 1;
  // A huge table that nothing identifies a row of has no part that could be found again.
  const columns = isHuge && key.length === 0 ? [] : comparedColumns(counting);
  return {
    count,
    key: [...key],
    ...(oneIn > 1 ? { oneIn } : {}),
    ...(kept && key.length > 0 ? { rows: await keys(database, counting) } : {}),
    columns: await digests(database, counting, columns, oneIn),
  };
}

/** Counts a table row by row, or of many rows by digest; by number where it can no more be compared. */
export async function countTable(database: Database, counting: Counting): Promise<Counted> {
  const { table, like, mostInFull } = counting;
  const key = like ? like.key : counting.key;
  if (!key?.every((column) => table.columns.includes(column)))
    return { count: await countOf(database, counting) };
  const isMany = like ? like.columns !== undefined : table.about > mostInFull || key.length === 0;
  return isMany ? byDigest(database, { ...counting, key }) : inFull(database, { ...counting, key });
}
