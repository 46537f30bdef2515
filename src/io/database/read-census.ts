import type { Cells, Census, Counted } from '../../core/census/census.ts';
import {
  capacity,
  countedByStatus,
  type Kind,
  kinds,
  registries,
  withoutGroup,
} from '../../core/census/kinds.ts';
import type { Database } from './database.ts';
import { identifier, literal } from './identifier.ts';

/** Of more rows than this nobody is named. */
const mostNamed = 200_000;

/** Columns of each table of schema `public` that can be read, and about how many rows it has. */
type Tables = ReadonlyMap<string, { readonly columns: ReadonlySet<string>; readonly about: number }>;

async function readTables(database: Database): Promise<Tables> {
  const rows = await database.query<{ name: string; about: number; columns: string[] }>(
    `SELECT c.relname AS name, c.reltuples::float8 AS about, array_agg(a.attname::text) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'alembic_version'
       AND NOT c.relispartition AND has_table_privilege(c.oid, 'SELECT')
     GROUP BY c.relname, c.reltuples ORDER BY c.relname`,
  );
  return new Map(rows.map(({ name, about, columns }) => [name, { about, columns: new Set(columns) }]));
}

const count = async (database: Database, table: string): Promise<number> => {
  const [row] = await database.query<{ count: string }>(
    `SELECT count(*)::text AS count FROM public.${identifier(table)}`,
  );
  return Number(row?.count ?? 0);
};

function ofRows(rows: readonly { readonly key: string; readonly cells: Cells }[]): Counted {
  return {
    count: rows.length,
    rows: Object.fromEntries(rows.map(({ key, cells }) => [key, cells])),
  };
}

const read = async (database: Database, sql: string): Promise<Counted> =>
  ofRows(await database.query<{ key: string; cells: Cells }>(sql));

/** The rows of a kind with those of their cells that this release has. */
function selectOf(
  { table, key, keyToo = [], cells, secrets = [] }: Kind,
  columns: ReadonlySet<string>,
): string {
  const has = (column: string): boolean => columns.has(column);
  const cell = (column: string, value: string): string => `${literal(column)}, ${value}`;
  const pairs = [
    ...cells.filter(has).map((column) => cell(column, identifier(column))),
    ...secrets
      .filter(has)
      .map((column) => cell(column, `jsonb_build_object('hash', md5(${identifier(column)}::text))`)),
  ];
  const keys = [...key, ...keyToo.filter(has)].map((column) => `${identifier(column)}::text`);
  return `SELECT concat_ws(' ', ${keys.join(', ')}) AS key, jsonb_build_object(${pairs.join(', ')}) AS cells
          FROM public.${identifier(table)}`;
}

/** From 26.02 on what agents have is in a table of its own. */
function capacityOf(tables: Tables): string | undefined {
  if (!tables.has('agents')) return undefined;
  const plugins = `SELECT jsonb_agg(p ORDER BY p) FROM jsonb_object_keys(to_jsonb(a)->'compute_plugins') p`;
  const slots = tables.has('agent_resources')
    ? `SELECT jsonb_object_agg(r.slot_name, r.capacity) FROM public.agent_resources r WHERE r.agent_id = a.id`
    : `SELECT to_jsonb(a)->'available_slots'`;
  return `SELECT a.id AS key, jsonb_build_object('status', a.status::text, 'slots', coalesce((${slots}), '{}'::jsonb),
            'plugins', CASE jsonb_typeof(to_jsonb(a)->'compute_plugins') WHEN 'object' THEN (${plugins}) END) AS cells
          FROM public.agents a`;
}

/** @returns what agents have to offer, by their ids */
export async function readCapacity(database: Database): Promise<Counted> {
  const sql = capacityOf(await readTables(database));
  return sql === undefined ? { count: 0, rows: {} } : read(database, sql);
}

/** What a managers' database holds. It reads only; who wants one moment of it holds a transaction (`hold-view.ts`). */
export async function readCensus(database: Database): Promise<Census> {
  const tables = await readTables(database);
  const found: Record<string, Counted> = {};
  const seen = new Set<string>(['agent_resources']);
  for (const kind of kinds) {
    const table = tables.get(kind.table);
    if (!table) continue;
    seen.add(kind.table);
    const isNamed = table.about <= mostNamed && kind.key.every((column) => table.columns.has(column));
    found[kind.name] = isNamed
      ? await read(database, selectOf(kind, table.columns))
      : { count: await count(database, kind.table) };
  }
  for (const { table, group } of countedByStatus) {
    const columns = tables.get(table)?.columns;
    if (!columns) continue;
    const ungrouped = columns.has(group)
      ? ` || CASE WHEN ${identifier(group)} IS NULL THEN ${literal(withoutGroup)} ELSE '' END`
      : '';
    seen.add(table);
    const rows = await database.query<{ key: string; count: string }>(
      `SELECT status::text${ungrouped} AS key, count(*)::text AS count FROM public.${identifier(table)} GROUP BY 1`,
    );
    const all = rows.reduce((sum, row) => sum + Number(row.count), 0);
    found[table] = {
      ...ofRows(rows.map(({ key, count: of }) => ({ key, cells: { rows: Number(of) } }))),
      count: all,
    };
  }
  if (tables.has('container_registries')) {
    seen.add('container_registries');
    found[registries] = await read(
      database,
      `SELECT registry_name AS key, jsonb_build_object('type', min(type::text), 'projects',
         coalesce(jsonb_agg(DISTINCT project) FILTER (WHERE project <> ''), '[]'::jsonb)) AS cells
       FROM public.container_registries GROUP BY registry_name`,
    );
  }
  const offered = capacityOf(tables);
  if (offered !== undefined) found[capacity] = await read(database, offered);
  const others: Record<string, number> = {};
  for (const table of tables.keys()) if (!seen.has(table)) others[table] = await count(database, table);
  return { kinds: found, tables: others };
}
