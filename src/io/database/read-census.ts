import type { Cells, Census, Counted } from '../../core/census/census.ts';
import { cellsThatExplain } from '../../core/census/explained.ts';
import {
  capacity,
  countedByStatus,
  type Kind,
  kinds,
  registries,
  withoutGroup,
} from '../../core/census/kinds.ts';
import { type CensusTable, type CensusTables, readCensusTables } from './census-tables.ts';
import { countTable } from './count-table.ts';
import type { Database } from './database.ts';
import { identifier, literal } from './identifier.ts';

/** Of more rows than this cells are not kept one by one: of things that people know, and of all other tables. */
const mostOfKind = 10_000;
const mostOfTable = 1_000;

function ofRows(rows: readonly { readonly key: string; readonly cells: Cells }[]): Counted {
  return {
    count: rows.length,
    rows: Object.fromEntries(rows.map(({ key, cells }) => [key, cells])),
  };
}

const read = async (database: Database, sql: string): Promise<Counted> =>
  ofRows(await database.query<{ key: string; cells: Cells }>(sql));

/** From 26.02 on what agents have is in a table of its own. */
function capacityOf(tables: CensusTables): string | undefined {
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

/** A kind that an earlier census has not is the newer release's own, or is counted by itself. */
const isLeft = (kind: string, like: Census | undefined): boolean =>
  like !== undefined && !Object.hasOwn(like.kinds, kind);

function countKind(database: Database, kind: Kind, table: CensusTable, like?: Counted): Promise<Counted> {
  const { cells, key, keyToo = [], label } = kind;
  return countTable(database, {
    table,
    key: [...key, ...keyToo.filter((column) => table.columns.includes(column))],
    open: cells,
    mostInFull: mostOfKind,
    kept: [...(label === undefined ? [] : [label]), ...cellsThatExplain(kind.name)],
    like,
  });
}

async function readKinds(database: Database, tables: CensusTables, like: Census | undefined): Promise<Found> {
  const found: Found = {};
  for (const kind of kinds) {
    const table = tables.get(kind.table);
    if (!table || isLeft(kind.name, like)) continue;
    found[kind.name] = await countKind(database, kind, table, like?.kinds[kind.name]);
  }
  return found;
}

async function readByStatus(
  database: Database,
  tables: CensusTables,
  like: Census | undefined,
): Promise<Found> {
  const found: Found = {};
  for (const { table, group } of countedByStatus) {
    const columns = tables.get(table)?.columns;
    if (!columns || isLeft(table, like)) continue;
    const ungrouped = columns.includes(group)
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

async function readRegistries(
  database: Database,
  tables: CensusTables,
  like: Census | undefined,
): Promise<Found> {
  if (!tables.has(registriesTable) || isLeft(registries, like)) return {};
  const rows = await read(
    database,
    `SELECT registry_name AS key, jsonb_build_object('type', min(type::text), 'projects',
       coalesce(jsonb_agg(DISTINCT project) FILTER (WHERE project <> ''), '[]'::jsonb)) AS cells
     FROM public.${registriesTable} GROUP BY registry_name`,
  );
  return { [registries]: rows };
}

async function readOffers(database: Database, tables: CensusTables): Promise<Found> {
  const sql = capacityOf(tables);
  return sql === undefined ? {} : { [capacity]: await read(database, sql) };
}

/** Tables that are counted as kinds of things. */
const ofKinds: ReadonlySet<string> = new Set(kinds.map(({ table }) => table));

async function readOthers(
  database: Database,
  tables: CensusTables,
  like: Census | undefined,
  byStatus: Found,
): Promise<Found> {
  const found: Found = {};
  for (const [name, table] of tables) {
    const before = like?.tables[name];
    if (ofKinds.has(name) || (like && !before)) continue;
    found[name] = await countTable(database, {
      table,
      key: table.primary,
      open: [],
      mostInFull: mostOfTable,
      rows: byStatus[name]?.count,
      like: before,
    });
  }
  return found;
}

/** @returns what agents have to offer, by their ids */
export async function readCapacity(database: Database): Promise<Counted> {
  const offers = await readOffers(database, await readCensusTables(database));
  return offers[capacity] ?? { count: 0, rows: {} };
}

/**
 * What a managers' database holds. It reads only; who wants one moment of it holds a transaction (`hold-view.ts`).
 * @param like an earlier census: what it has is read so again, and nothing else
 */
export async function readCensus(database: Database, like?: Census): Promise<Census> {
  // How a moment is written must not hang on who asks.
  await database.query(
    `SELECT set_config('TimeZone', 'UTC', false), set_config('extra_float_digits', '1', false)`,
  );
  const tables = await readCensusTables(database);
  const byStatus = await readByStatus(database, tables, like);
  return {
    kinds: {
      ...(await readKinds(database, tables, like)),
      ...byStatus,
      ...(await readRegistries(database, tables, like)),
      ...(isLeft(capacity, like) ? {} : await readOffers(database, tables)),
    },
    tables: await readOthers(database, tables, like, byStatus),
  };
}
