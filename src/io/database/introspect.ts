import type {
  SchemaColumn,
  SchemaConstraint,
  SchemaIndex,
  SchemaSnapshot,
} from '../../core/schema/snapshot.ts';
import type { Database } from './database.ts';
import { introspectionQuery } from './introspect-query.ts';

interface Raw {
  readonly tables: readonly string[] | null;
  readonly columns: readonly (SchemaColumn & { readonly table: string; readonly name: string })[] | null;
  readonly constraints: readonly (SchemaConstraint & { readonly table: string })[] | null;
  readonly indexes: readonly (SchemaIndex & { readonly table: string })[] | null;
  readonly types: Readonly<Record<string, readonly string[]>> | null;
  readonly sequences: Readonly<Record<string, string>> | null;
  readonly extensions: readonly string[] | null;
  readonly others: Readonly<Record<string, string>> | null;
}

const bookkeeping = 'alembic_version';

/**
 * The structure of schema `public`, in one round trip. `alembic_version` is left out: Alembic gives it a
 * primary key where `schema oneshot` does not, and its rows are read by themselves.
 */
export async function introspect(database: Database): Promise<SchemaSnapshot> {
  await database.query('SET search_path TO public');
  const [row] = await database.query<{ schema: Raw }>(introspectionQuery);
  const raw = row?.schema;
  const tables = (raw?.tables ?? []).filter((name) => name !== bookkeeping);
  return {
    tables: Object.fromEntries(
      tables.map((name) => [
        name,
        {
          columns: Object.fromEntries(
            of(raw?.columns, name).map(({ name: column, ...rest }) => [column, rest]),
          ),
          constraints: of(raw?.constraints, name),
          indexes: of(raw?.indexes, name),
        },
      ]),
    ),
    types: raw?.types ?? {},
    sequences: raw?.sequences ?? {},
    extensions: raw?.extensions ?? [],
    others: raw?.others ?? {},
  };
}

function of<T extends { readonly table: string }>(
  all: readonly T[] | null | undefined,
  table: string,
): Omit<T, 'table'>[] {
  return (all ?? []).filter((one) => one.table === table).map(({ table: _, ...rest }) => rest);
}
