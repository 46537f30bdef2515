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

/** Of more rows than this cells are not kept one by one. */
const mostInFull = 10_000;

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

const keyOf = ({ key, keyToo = [] }: Kind, columns: ReadonlySet<string>): string => {
  const parts = [...key, ...keyToo.filter((column) => columns.has(column))];
  return `concat_ws(' ', ${parts.map((column) => `${identifier(column)}::text`).join(', ')})`;
};

/** The rows of a kind with those of their cells that this release has. */
function inFull(kind: Kind, columns: ReadonlySet<string>): string {
  const { table, cells, secrets = [] } = kind;
  const has = (column: string): boolean => columns.has(column);
  const cell = (column: string, value: string): string => `${literal(column)}, ${value}`;
  const pairs = [
    ...cells.filter(has).map((column) => cell(column, identifier(column))),
    ...secrets
      .filter(has)
      .map((column) => cell(column, `jsonb_build_object('hash', md5(${identifier(column)}::text))`)),
  ];
  return `SELECT ${keyOf(kind, columns)} AS key, jsonb_build_object(${pairs.join(', ')}) AS cells
          FROM public.${identifier(table)}`;
}

/** Of many rows: what identifies each, its label, and a digest of each column that no order of rows changes. */
async function byDigest(database: Database, kind: Kind, columns: ReadonlySet<string>): Promise<Counted> {
  const { table, cells, secrets = [], label } = kind;
  const key = keyOf(kind, columns);
  const digests = [...cells, ...secrets]
    .filter((column) => columns.has(column))
    .map((column) => {
      const sum = `sum(hashtextextended(concat(${key}, chr(1), to_jsonb(${identifier(column)})), 0)::numeric)`;
      return `${literal(column)}, coalesce(${sum}, 0)::text`;
    });
  const named =
    label !== undefined && columns.has(label)
      ? `jsonb_build_object(${literal(label)}, ${identifier(label)})`
      : `'{}'::jsonb`;
  const from = `FROM public.${identifier(table)}`;
  const [row] = await database.query<{ columns: Record<string, string> }>(
    `SELECT json_build_object(${digests.join(', ')}) AS columns ${from}`,
  );
  return {
    ...(await read(database, `SELECT ${key} AS key, ${named} AS cells ${from}`)),
    columns: row?.columns ?? {},
  };
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

type Found = Record<string, Counted>;

/** Row by row, or of many by digest; where nothing identifies a row, by number. */
async function readKinds(database: Database, tables: Tables, like: Census | undefined): Promise<Found> {
  const found: Found = {};
  for (const kind of kinds) {
    const table = tables.get(kind.table);
    if (!table) continue;
    const before = like?.kinds[kind.name];
    const isMany = before ? before.columns !== undefined : table.about > mostInFull;
    if (!kind.key.every((column) => table.columns.has(column)))
      found[kind.name] = { count: await count(database, kind.table) };
    else if (isMany) found[kind.name] = await byDigest(database, kind, table.columns);
    else found[kind.name] = await read(database, inFull(kind, table.columns));
  }
  return found;
}

async function readByStatus(database: Database, tables: Tables): Promise<Found> {
  const found: Found = {};
  for (const { table, group } of countedByStatus) {
    const columns = tables.get(table)?.columns;
    if (!columns) continue;
    const ungrouped = columns.has(group)
      ? ` || CASE WHEN ${identifier(group)} IS NULL THEN ${literal(withoutGroup)} ELSE '' END`
      : '';
    const rows = await database.query<{ key: string; count: string }>(
      `SELECT status::text${ungrouped} AS key, count(*)::text AS count FROM public.${identifier(table)} GROUP BY 1`,
    );
    const all = rows.reduce((sum, row) => sum + Number(row.count), 0);
    found[table] = {
      ...ofRows(rows.map(({ key, count: of }) => ({ key, cells: { rows: Number(of) } }))),
      count: all,
    };
  }
  return found;
}

const registriesTable = 'container_registries';

async function readRegistries(database: Database, tables: Tables): Promise<Found> {
  if (!tables.has(registriesTable)) return {};
  const rows = await read(
    database,
    `SELECT registry_name AS key, jsonb_build_object('type', min(type::text), 'projects',
       coalesce(jsonb_agg(DISTINCT project) FILTER (WHERE project <> ''), '[]'::jsonb)) AS cells
     FROM public.${registriesTable} GROUP BY registry_name`,
  );
  return { [registries]: rows };
}

async function readOffers(database: Database, tables: Tables): Promise<Found> {
  const sql = capacityOf(tables);
  return sql === undefined ? {} : { [capacity]: await read(database, sql) };
}

/** Tables that are counted as what is in them. */
const known: ReadonlySet<string> = new Set([
  ...[...kinds, ...countedByStatus].map(({ table }) => table),
  registriesTable,
  'agent_resources',
]);

/** @returns what agents have to offer, by their ids */
export async function readCapacity(database: Database): Promise<Counted> {
  const offers = await readOffers(database, await readTables(database));
  return offers[capacity] ?? { count: 0, rows: {} };
}

/**
 * What a managers' database holds. It reads only; who wants one moment of it holds a transaction (`hold-view.ts`).
 * @param like an earlier census: what was kept by digest then is kept so again
 */
export async function readCensus(database: Database, like?: Census): Promise<Census> {
  const tables = await readTables(database);
  const found = {
    ...(await readKinds(database, tables, like)),
    ...(await readByStatus(database, tables)),
    ...(await readRegistries(database, tables)),
    ...(await readOffers(database, tables)),
  };
  const others: Record<string, number> = {};
  for (const table of tables.keys()) if (!known.has(table)) others[table] = await count(database, table);
  return { kinds: found, tables: others };
}
