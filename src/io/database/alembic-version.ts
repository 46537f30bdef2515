import type { Database } from './database.ts';

/** The rows of `alembic_version`, sorted; none where the table is missing. A healthy database has exactly one. */
export async function readAlembicVersion(database: Database): Promise<string[]> {
  const [found] = await database.query<{ there: boolean }>(
    `SELECT to_regclass('public.alembic_version') IS NOT NULL AS there`,
  );
  if (!found?.there) return [];
  const rows = await database.query<{ version_num: string }>(
    'SELECT version_num FROM alembic_version ORDER BY 1',
  );
  return rows.map((row) => row.version_num);
}

/** Bytes that the database takes on its server: a dump needs at most about as much. */
export async function readDatabaseSize(database: Database): Promise<number> {
  const [row] = await database.query<{ size: string }>(
    'SELECT pg_database_size(current_database())::text AS size',
  );
  return Number(row?.size ?? 0);
}
