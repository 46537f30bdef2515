import type { Database } from './database.ts';
import { identifier } from './identifier.ts';

/** A table as the census reads it. */
export interface CensusTable {
  /** As SQL takes it. */
  readonly from: string;
  readonly columns: readonly string[];
  /** Columns of its primary key, in order. */
  readonly primary: readonly string[];
  /** How many rows it has, about: as the planner takes it, or by its size where nobody has analyzed it. */
  readonly about: number;
}

export type CensusTables = ReadonlyMap<string, CensusTable>;

const query = `
  WITH tables AS (
    SELECT c.oid, n.nspname AS schema, c.relname AS name, c.reltuples, c.relpages,
      coalesce((SELECT sum(pg_relation_size(p.relid)) FROM pg_partition_tree(c.oid) p WHERE p.isleaf), pg_relation_size(c.oid))::float8 AS size
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
      AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
      AND (n.nspname, c.relname) <> ('public', 'alembic_version')
      AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
  )
  SELECT t.schema, t.name,
    CASE WHEN t.reltuples > 0 AND t.relpages > 0
      THEN t.reltuples / t.relpages * t.size / current_setting('block_size')::float8 ELSE t.size / 100 END AS about,
    (SELECT coalesce(json_agg(a.attname ORDER BY a.attnum), '[]') FROM pg_attribute a
     WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT coalesce(json_agg(a.attname ORDER BY k.place), '[]') FROM pg_index i
     CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
     JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
     WHERE i.indrelid = t.oid AND i.indisprimary) AS "primary"
  FROM tables t ORDER BY t.schema, t.name`;

interface Row extends Omit<CensusTable, 'from'> {
  readonly schema: string;
  readonly name: string;
}

/** Every table that can be read: those of schema `public` by their name, all others by schema and name. */
export async function readCensusTables(database: Database): Promise<CensusTables> {
  const rows = await database.query<Row>(query);
  return new Map(
    rows.map(({ schema, name, ...table }) => [
      schema === 'public' ? name : `${schema}.${name}`,
      { ...table, from: `${identifier(schema)}.${identifier(name)}` },
    ]),
  );
}
