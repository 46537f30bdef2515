import type { Database } from './database.ts';

/** A view, and the columns of the tables in schema `public` that it reads. */
export interface ViewReads {
  readonly view: string;
  /** It keeps what it has read, and is dropped by other words. */
  readonly materialized: boolean;
  readonly reads: readonly string[];
}

/** The views that read tables of schema `public`, of any schema: PostgreSQL lets nobody drop or change what they read. */
export function readViews(database: Database): Promise<ViewReads[]> {
  return database.query<{ view: string; materialized: boolean; reads: string[] }>(
    `SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || v.relname AS view,
            v.relkind = 'm' AS materialized,
            array_agg(DISTINCT t.relname || '.' || a.attname ORDER BY t.relname || '.' || a.attname) AS reads
     FROM pg_depend d JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
     JOIN pg_class v ON v.oid = w.ev_class AND v.relkind IN ('v', 'm') JOIN pg_namespace n ON n.oid = v.relnamespace
     JOIN pg_class t ON d.refclassid = 'pg_class'::regclass AND t.oid = d.refobjid AND t.relkind IN ('r', 'p')
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
     WHERE t.relnamespace = 'public'::regnamespace AND v.oid <> t.oid GROUP BY 1, 2 ORDER BY 1`,
  );
}
