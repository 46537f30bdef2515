import { BaiupError } from '../../lib/errors.ts';
import type { Database } from './database.ts';
import { identifier, literal } from './identifier.ts';

/** What a database is besides its contents: a dump of one database does not carry this. */
export interface DatabaseShape {
  readonly owner: string;
  readonly encoding: string;
  readonly collate: string;
  readonly ctype: string;
  /** `icu`, `builtin` or `libc`; servers before 15 know no other. */
  readonly provider: string;
  readonly locale: string | null;
  readonly tablespace: string;
  readonly connectionLimit: number;
  readonly comment: string | null;
  /** `name=value`, of the database itself and of roles in it. */
  readonly settings: readonly { readonly role: string | null; readonly setting: string }[];
  readonly grants: readonly {
    readonly grantee: string | null;
    readonly privilege: string;
    readonly grantable: boolean;
  }[];
  /** Whether it has any grants list at all; without one the defaults hold. */
  readonly hasGrants: boolean;
}

export async function readShape(server: Database, name: string): Promise<DatabaseShape> {
  const [row] = await server.query<Record<string, never>>(
    `SELECT pg_get_userbyid(d.datdba) AS owner, pg_encoding_to_char(d.encoding) AS encoding,
            d.datcollate AS collate, d.datctype AS ctype, t.spcname AS tablespace,
            d.datconnlimit AS "connectionLimit", shobj_description(d.oid, 'pg_database') AS comment,
            CASE to_jsonb(d)->>'datlocprovider' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END AS provider,
            coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale') AS locale,
            d.datacl IS NOT NULL AS "hasGrants"
     FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE d.datname = $1`,
    [name],
  );
  if (!row) throw new BaiupError('database.refused', `the server has no database "${name}"`);
  const settings = await server.query<{ role: string | null; setting: string }>(
    `SELECT r.rolname AS role, unnest(s.setconfig) AS setting FROM pg_db_role_setting s
     JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole WHERE d.datname = $1`,
    [name],
  );
  const grants = await server.query<DatabaseShape['grants'][number]>(
    `SELECT r.rolname AS grantee, a.privilege_type AS privilege, a.is_grantable AS grantable
     FROM pg_database d, aclexplode(d.datacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
     WHERE d.datname = $1 AND a.grantee <> d.datdba`,
    [name],
  );
  return { ...(row as unknown as DatabaseShape), settings, grants };
}

/** The statement that makes an empty database of this shape. */
export function createStatement(name: string, shape: DatabaseShape): string {
  const words = [
    `CREATE DATABASE ${identifier(name)} TEMPLATE template0 OWNER ${identifier(shape.owner)}`,
    `ENCODING ${literal(shape.encoding)} LC_COLLATE ${literal(shape.collate)} LC_CTYPE ${literal(shape.ctype)}`,
    `TABLESPACE ${identifier(shape.tablespace)}`,
  ];
  if (shape.provider !== 'libc' && shape.locale !== null) {
    const option = shape.provider === 'icu' ? 'ICU_LOCALE' : 'BUILTIN_LOCALE';
    words.push(`LOCALE_PROVIDER ${shape.provider} ${option} ${literal(shape.locale)}`);
  }
  return words.join(' ');
}

/** The statements that give an equal database the limit, settings, grants and comment of the first. */
export function dressStatements(name: string, shape: DatabaseShape): string[] {
  const database = identifier(name);
  const settings = shape.settings.map(({ role, setting }) => {
    const [key = '', value = ''] = splitOnce(setting, '=');
    const whose = role === null ? `DATABASE ${database}` : `ROLE ${identifier(role)} IN DATABASE ${database}`;
    return `ALTER ${whose} SET ${key} TO ${settingValue(key, value)}`;
  });
  const grants = shape.grants.map(
    ({ grantee, privilege, grantable }) =>
      `GRANT ${privilege} ON DATABASE ${database} TO ${grantee === null ? 'PUBLIC' : identifier(grantee)}${grantable ? ' WITH GRANT OPTION' : ''}`,
  );
  return [
    `ALTER DATABASE ${database} CONNECTION LIMIT ${shape.connectionLimit}`,
    ...settings,
    ...(shape.hasGrants ? [`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`, ...grants] : []),
    ...(shape.comment === null ? [] : [`COMMENT ON DATABASE ${database} IS ${literal(shape.comment)}`]),
  ];
}

/** Lists (`search_path`) are kept as the server wrote them, already quoted; anything else is one text. */
function settingValue(key: string, value: string): string {
  return /^(search_path|temp_tablespaces|session_preload_libraries|local_preload_libraries)$/.test(key)
    ? value || "''"
    : literal(value);
}

function splitOnce(text: string, by: string): [string, string] {
  const at = text.indexOf(by);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + by.length)];
}
