import type { DatabaseAccess } from '../../core/schema/access.ts';
import type { Database } from './database.ts';

/** Without what belongs to an extension. */
const own = (catalog: string, alias: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${alias}.oid AND d.deptype = 'e')`;

const query = `
WITH relations AS (
  SELECT c.oid, c.relname::text AS name, c.relkind, pg_get_userbyid(c.relowner)::text AS owner FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${own('pg_class', 'c')}
), owned AS (
  SELECT CASE relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' ELSE 'table' END || ' ' || name AS object, owner
  FROM relations
  UNION ALL
  SELECT 'type ' || t.typname, pg_get_userbyid(t.typowner)::text FROM pg_type t LEFT JOIN pg_class r ON r.oid = t.typrelid
  WHERE t.typnamespace = 'public'::regnamespace AND (t.typtype IN ('e', 'd', 'r') OR r.relkind = 'c') AND ${own('pg_type', 't')}
  UNION ALL
  SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', pg_get_userbyid(p.proowner)::text
  FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND ${own('pg_proc', 'p')}
), usable AS (
  SELECT r.rolname::text AS role, p.name AS privilege, json_agg(c.name ORDER BY c.name COLLATE "C") AS names
  FROM pg_roles r, relations c,
    (VALUES ('SELECT', false), ('INSERT', false), ('UPDATE', false), ('DELETE', false), ('USAGE', true)) AS p(name, of_sequences)
  WHERE r.rolcanlogin AND NOT r.rolsuper AND (c.relkind = 'S') = p.of_sequences
    AND CASE WHEN p.of_sequences THEN has_sequence_privilege(r.oid, c.oid, p.name) ELSE has_table_privilege(r.oid, c.oid, p.name) END
  GROUP BY 1, 2
)
SELECT json_build_object(
  'owner', (SELECT owner FROM relations WHERE relkind IN ('r', 'p') GROUP BY owner
            ORDER BY count(*) DESC, bool_or(name = 'alembic_version') DESC LIMIT 1),
  'owners', (SELECT json_object_agg(object, owner ORDER BY object COLLATE "C") FROM owned),
  'tables', (SELECT json_agg(name ORDER BY name COLLATE "C") FROM relations WHERE relkind <> 'S'),
  'sequences', (SELECT json_agg(name ORDER BY name COLLATE "C") FROM relations WHERE relkind = 'S'),
  'may', (SELECT json_object_agg(role, by_privilege) FROM
            (SELECT role, json_object_agg(privilege, names) AS by_privilege FROM usable GROUP BY role) AS roles)
) AS access`;

/** Owners of schema `public`'s objects, and what each role that can log in may do with tables and sequences, inherited too. */
export async function readAccess(database: Database): Promise<DatabaseAccess> {
  const [row] = await database.query<{ access: { [K in keyof DatabaseAccess]: DatabaseAccess[K] | null } }>(
    query,
  );
  const { owner = null, owners, tables, sequences, may } = row?.access ?? {};
  return { owner, owners: owners ?? {}, tables: tables ?? [], sequences: sequences ?? [], may: may ?? {} };
}
