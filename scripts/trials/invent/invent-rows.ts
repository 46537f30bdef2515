import type { Database } from '../../../src/io/database/database.ts';
import { identifier } from '../../../src/io/database/identifier.ts';
import { messageOf } from '../../../src/lib/errors.ts';
import { genericValue, labelsOf, type Value } from './generic-value.ts';
import { meanings, ownValues, type Row, sayings } from './own-values.ts';
import { type Column, type Modelled, type Models, readTables, type Table } from './tables.ts';

export interface Invented {
  readonly tables: number;
  readonly rows: number;
  /** Tables that hold nothing, with the database's reason. */
  readonly empty: readonly { readonly table: string; readonly why: string }[];
}

type Known = Map<string, readonly Readonly<Record<string, unknown>>[]>;

/** Few rows, but one for each state that a release knows. */
const least = 4;

const asText = (value: unknown): Value => {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/**
 * Fills every table of a release with rows of ours: enumerated columns take all of their values in turn, references
 * point at rows that are there, every second row leaves out what it may.
 */
export async function inventRows(database: Database, models: Models): Promise<Invented> {
  const tables = await readTables(database);
  const known: Known = new Map();
  const empty: { table: string; why: string }[] = [];
  let rows = 0;
  for (const table of tables) {
    const seeded = await database.query<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t.*) AS row FROM ${identifier(table.name)} t`,
    );
    known.set(
      table.name,
      seeded.map(({ row }) => row),
    );
    const why =
      seeded.length > 0 ? undefined : await fillTable(database, table, models[table.name] ?? {}, known);
    const count = known.get(table.name)?.length ?? 0;
    rows += count;
    if (count === 0)
      empty.push({ table: table.name, why: why ?? 'nothing was refused, and nothing is there' });
  }
  await nameMainKeypairs(database, tables);
  return { tables: tables.length, rows, empty };
}

async function fillTable(
  database: Database,
  table: Table,
  models: Readonly<Record<string, Modelled>>,
  known: Known,
): Promise<string | undefined> {
  const states = table.columns.map((column) => labelsOf(column, models[column.name]).length);
  const made: Record<string, unknown>[] = [];
  let why: string | undefined;
  for (let number = 0; number < Math.max(least, ...states); number++) {
    const full = valuesOf(table, models, known, number, number % 2 === 0);
    try {
      made.push(...(await insert(database, table.name, full)));
    } catch (error) {
      why ??= messageOf(error);
      const bare = valuesOf(table, models, known, number, false);
      made.push(...(await insert(database, table.name, bare).catch(() => [])));
    }
    known.set(table.name, made);
  }
  return why;
}

async function insert(
  database: Database,
  table: string,
  values: ReadonlyMap<string, Value>,
): Promise<Record<string, unknown>[]> {
  const columns = [...values.keys()].map(identifier).join(', ');
  const places = [...values.keys()].map((_, at) => `$${at + 1}`).join(', ');
  const rows = await database.query<{ row: Record<string, unknown> }>(
    `INSERT INTO ${identifier(table)} AS t (${columns}) VALUES (${places}) ON CONFLICT DO NOTHING RETURNING to_jsonb(t.*) AS row`,
    [...values.values()],
  );
  return rows.map(({ row }) => row);
}

function valuesOf(
  table: Table,
  models: Readonly<Record<string, Modelled>>,
  known: Known,
  number: number,
  whole: boolean,
): ReadonlyMap<string, Value> {
  const of: Row['of'] = (name, column, at = number) => {
    const rows = known.get(name) ?? [];
    return rows.length === 0 ? null : asText(rows[at % rows.length]?.[column]);
  };
  const values = new Map<string, Value>();
  for (const column of table.columns) {
    const own = ownValues[`${table.name}.${column.name}`]?.({ number, of });
    const value =
      own !== undefined ? own : inventedValue(table, column, models[column.name], { number, of, whole });
    if (value !== undefined) values.set(column.name, value);
  }
  return values;
}

/** Undefined where the row does without. */
function inventedValue(
  table: Table,
  column: Column,
  modelled: Modelled | undefined,
  { number, of, whole }: Row & { readonly whole: boolean },
): Value | undefined {
  const { name, nullable, given } = column;
  const reference = table.references.find(({ columns }) => columns.includes(name));
  if (reference) {
    if (nullable && !whole) return undefined;
    return of(reference.table, reference.targets[reference.columns.indexOf(name)] ?? '');
  }
  const labels = labelsOf(column, modelled);
  const said = sayings[name];
  if (said !== undefined && (labels.length === 0 || labels.includes(said))) return said;
  const isState = labels.length > 0;
  if (!isState && (given || (nullable && !whole))) return undefined;
  const [, target] = meanings.find(([pattern]) => pattern.test(name)) ?? [];
  const meant = target && target[0] !== table.name && !isState ? of(...target) : null;
  return meant !== null && fits(column, meant) ? meant : genericValue(table.name, column, modelled, number);
}

function fits({ type }: Column, value: string): boolean {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
  return type === 'uuid' ? isUuid : /^(varchar|text|bpchar)$/.test(type);
}

/** From 23.09.8 to 26.07 a user has a main keypair, and each of the two refers to the other. */
async function nameMainKeypairs(database: Database, tables: readonly Table[]): Promise<void> {
  const users = tables.find(({ name }) => name === 'users');
  if (!users?.columns.some(({ name }) => name === 'main_access_key')) return;
  await database.query(
    'UPDATE users u SET main_access_key = k.access_key FROM keypairs k WHERE k."user" = u.uuid',
  );
}
