import type { SiteObjects } from '../../core/cluster/site-objects.ts';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import { type DatabaseNames, type UnknownNames, unknownNames } from '../../io/python/named-in-release.ts';
import type { Readers } from './readers.ts';

/** "view site_report" → "site_report"; "trigger t on users" → "t"; "function f(n integer)" → "f". */
const nameIn = (object: string): string =>
  object.replace(/^(foreign table|\w+) /, '').replace(/\(.*$| on .*$/s, '');

/** What no release of the vendor's makes, whatever it is called. */
const neverOfRelease = /^(event trigger|publication|foreign server|foreign table|rule) /;

/** The extension that every release makes itself. */
const ofEveryRelease = 'uuid-ossp';

/** Names that follow a rule are the release's also where it does not spell them out. */
const byRule = /^(pk|fk|uq|ix|ck)_|_(pkey|fkey|key)$/;

interface OfTable {
  readonly object: string;
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

function ofTables({ tables }: SchemaSnapshot): OfTable[] {
  return Object.entries(tables).flatMap(([table, { constraints, indexes }]) => [
    ...constraints.map((each) => ({ ...each, table, object: `constraint ${each.name} of ${table}` })),
    ...indexes.map((each) => ({ ...each, table, object: `index ${each.name} of ${table}` })),
  ]);
}

function namesOf(schema: SchemaSnapshot): DatabaseNames {
  const tables = Object.fromEntries(
    Object.entries(schema.tables).map(([name, { columns }]) => [name, Object.keys(columns)]),
  );
  const others = Object.keys(schema.others ?? {}).map(nameIn);
  return {
    tables,
    names: [...Object.keys(schema.types), ...others, ...ofTables(schema).map(({ name }) => name)],
  };
}

function objectsOf(schema: SchemaSnapshot, unknown: UnknownNames): string[] {
  const [tables, names] = [new Set(unknown.tables), new Set(unknown.names)];
  const columns = unknown.columns.map(([table, column]) => `${table}.${column}`);
  const isOnSiteColumn = ({ table, definition }: OfTable): boolean =>
    unknown.columns.some(([of, column]) => of === table && new RegExp(`\\b${column}\\b`).test(definition));
  const ofRelease = ofTables(schema).filter(({ table }) => !tables.has(table));
  return [
    ...unknown.tables.map((name) => `table ${name}`),
    ...columns.map((name) => `column ${name}`),
    ...Object.keys(schema.types)
      .filter((name) => names.has(name))
      .map((name) => `type ${name}`),
    ...Object.keys(schema.others ?? {}).filter(
      (object) => neverOfRelease.test(object) || names.has(nameIn(object)),
    ),
    ...schema.extensions.filter((name) => name !== ofEveryRelease).map((name) => `extension ${name}`),
    ...ofRelease
      .filter((each) => (names.has(each.name) && !byRule.test(each.name)) || isOnSiteColumn(each))
      .map(({ object }) => object),
  ];
}

/** PostgreSQL drops no type that a column has, and revisions make types anew. */
function typedOf(schema: SchemaSnapshot, unknown: UnknownNames): string[] {
  const types = Object.keys(schema.types).filter((name) => !unknown.names.includes(name));
  return unknown.tables.flatMap((table) =>
    Object.entries(schema.tables[table]?.columns ?? {})
      .filter(([, { type }]) => types.includes(type.replace(/\[\]$/, '')))
      .map(([column, { type }]) => `${table}.${column}, of type ${type}`),
  );
}

/** What the managers' database has beyond the release that is installed; undefined where its package cannot be asked. */
export async function observeSite(readers: Readers): Promise<SiteObjects | undefined> {
  const { inventory, database } = readers;
  const manager = inventory.components.find(({ component }) => component === 'manager');
  if (!manager) return undefined;
  const { environment } = await readers.service(manager.id).state();
  const [schema, views] = await Promise.all([database.schema(), database.views()]);
  const unknown = await unknownNames(readers.host(manager.host), environment, namesOf(schema));
  if (unknown === undefined) return undefined;
  const objects = objectsOf(schema, unknown);
  const isSite = ({ view }: SiteObjects['views'][number]): boolean =>
    view.includes('.') || objects.includes(`view ${view}`);
  return { objects, typed: typedOf(schema, unknown), views: views.filter(isSite) };
}
