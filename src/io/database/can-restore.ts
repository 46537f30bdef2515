import type { Finding } from '../../lib/finding.ts';
import type { Database } from './database.ts';
import { identifier } from './identifier.ts';

interface Rights {
  readonly superuser: boolean;
  readonly createdb: boolean;
  readonly owns: boolean;
  readonly foreign: readonly string[];
  /** Owners of tables in schema `public` that may make nothing there: nobody but a superuser can give them any. */
  readonly confined: readonly string[];
  readonly untrusted: readonly string[];
}

/**
 * Whether the operator's role can do what a restore takes, asked before anything is stopped: create a
 * database, rename and drop the old one, and own what the dump brings.
 */
export async function canRestore(database: Database): Promise<Finding[]> {
  const { superuser, createdb, owns, foreign, confined, untrusted } = await readRights(database);
  if (superuser) return [];
  const { user, name } = database.address;
  const role = identifier(user);
  const blocker = (code: string, summary: string, hint: string): Finding => ({
    code,
    severity: 'blocker',
    subject: `database ${name}`,
    summary,
    hint,
  });
  return [
    ...(createdb
      ? []
      : [
          blocker(
            'database.cannot-create',
            `role "${user}" may not create databases, so a failed upgrade could not be taken back`,
            `as a superuser: ALTER ROLE ${role} CREATEDB`,
          ),
        ]),
    ...(owns
      ? []
      : [
          blocker(
            'database.not-owner',
            `role "${user}" does not own "${name}", so it cannot replace it with a restored one`,
            `as a superuser: ALTER DATABASE ${identifier(name)} OWNER TO ${role}`,
          ),
        ]),
    ...foreign.map((owner) =>
      blocker(
        'database.foreign-owner',
        `"${name}" holds objects or default privileges of role "${owner}", which "${user}" cannot give back`,
        `as a superuser: GRANT ${identifier(owner)} TO ${role}`,
      ),
    ),
    ...confined.map((owner) =>
      blocker(
        'database.owner-confined',
        `role "${owner}" owns tables and may make none in schema public, so "${user}" cannot give it what an upgrade makes`,
        `as a superuser: GRANT CREATE ON SCHEMA public TO ${identifier(owner)}`,
      ),
    ),
    ...untrusted.map((extension) =>
      blocker(
        'database.untrusted-extension',
        `"${name}" uses extension "${extension}", which only a superuser can create in a restored database`,
        'use a superuser in cluster.yaml for the upgrade',
      ),
    ),
  ];
}

async function readRights(database: Database): Promise<Rights> {
  const [row] = await database.query<Rights>(
    `SELECT r.rolsuper AS superuser, r.rolcreatedb AS createdb,
            (SELECT pg_has_role(d.datdba, 'USAGE') FROM pg_database d WHERE d.datname = current_database()) AS owns,
            ARRAY(SELECT DISTINCT pg_get_userbyid(o.owner)::text FROM (
                    SELECT relowner AS owner, relnamespace AS place, oid FROM pg_class
                    UNION SELECT typowner, typnamespace, oid FROM pg_type
                    UNION SELECT proowner, pronamespace, oid FROM pg_proc
                    UNION SELECT defaclrole, 'public'::regnamespace, oid FROM pg_default_acl) o
                  JOIN pg_namespace n ON n.oid = o.place
                  WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
                    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')
                    AND NOT pg_has_role(o.owner, 'MEMBER') ORDER BY 1) AS foreign,
            ARRAY(SELECT DISTINCT pg_get_userbyid(c.relowner)::text FROM pg_class c
                  WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
                    AND NOT has_schema_privilege(c.relowner, c.relnamespace, 'CREATE') ORDER BY 1) AS confined,
            ARRAY(SELECT e.extname::text FROM pg_extension e
                  LEFT JOIN pg_available_extension_versions v ON v.name = e.extname AND v.version = e.extversion
                  WHERE e.extname <> 'plpgsql' AND NOT coalesce(v.trusted, false) ORDER BY 1) AS untrusted
     FROM pg_roles r WHERE r.rolname = current_user`,
  );
  return row ?? { superuser: false, createdb: false, owns: false, foreign: [], confined: [], untrusted: [] };
}
