import type { Finding } from '../../../lib/finding.ts';
import { shortList } from '../../../lib/short-list.ts';
import type { Database } from '../database.ts';
import { identifier } from '../identifier.ts';

interface Ground {
  readonly pid: number;
  readonly superuser: boolean;
  readonly createdb: boolean;
  readonly owns: boolean;
  readonly bytes: number;
  /** Roles that have settings of their own in it, and settings that only a superuser may give. */
  readonly dressed: readonly string[];
  readonly labels: number;
  readonly prepared: readonly string[];
  readonly slots: readonly string[];
  readonly subscriptions: readonly string[];
  readonly publications: readonly string[];
  /** Programs at it whose sessions the role may not end. */
  readonly unendable: readonly string[];
}

const mine = 'd.datname = current_database()';

const ground = `
SELECT pg_backend_pid() AS pid, r.rolsuper AS superuser, r.rolcreatedb AS createdb,
  pg_has_role(d.datdba, 'USAGE') AS owns, pg_database_size(d.oid)::float AS bytes,
  ARRAY(SELECT DISTINCT coalesce('those of role "' || o.rolname || '"', split_part(s.setting, '=', 1))
        FROM (SELECT setrole, unnest(setconfig) AS setting FROM pg_db_role_setting WHERE setdatabase = d.oid) s
        LEFT JOIN pg_roles o ON o.oid = s.setrole
        LEFT JOIN pg_settings g ON g.name = split_part(s.setting, '=', 1)
        WHERE NOT r.rolsuper AND ((o.oid IS NOT NULL AND o.oid <> r.oid) OR coalesce(g.context, 'superuser') LIKE 'superuser%')
        ORDER BY 1) AS dressed,
  (SELECT count(*)::int FROM pg_shseclabel l WHERE l.classoid = 'pg_database'::regclass AND l.objoid = d.oid) AS labels,
  ARRAY(SELECT gid::text FROM pg_prepared_xacts WHERE database = current_database() ORDER BY 1) AS prepared,
  ARRAY(SELECT slot_name::text FROM pg_replication_slots WHERE database = current_database() ORDER BY 1) AS slots,
  ARRAY(SELECT subname::text FROM pg_subscription WHERE subdbid = d.oid ORDER BY 1) AS subscriptions,
  ARRAY(SELECT pubname::text FROM pg_publication ORDER BY 1) AS publications,
  ARRAY(SELECT DISTINCT concat_ws(' of ', nullif(a.application_name, ''), 'role ' || a.usename)
        FROM pg_stat_activity a JOIN pg_roles o ON o.oid = a.usesysid
        WHERE a.datid = d.oid AND a.pid <> pg_backend_pid() AND NOT r.rolsuper
          AND (o.rolsuper OR NOT (pg_has_role(o.oid, 'USAGE') OR pg_has_role('pg_signal_backend', 'USAGE')))
        ORDER BY 1) AS unendable
FROM pg_database d, pg_roles r WHERE ${mine} AND r.rolname = current_user`;

interface Obstacle {
  readonly is: boolean;
  readonly code: string;
  readonly why: string;
  readonly hint: string;
}

const names = (found: readonly string[]): string => shortList(found.map((each) => `"${each}"`));

function rights({ user, name }: Database['address'], found: Ground): Obstacle[] {
  const role = identifier(user);
  return [
    {
      is: !found.superuser && !found.createdb,
      code: 'capture.cannot-create',
      why: `role "${user}" may not create databases`,
      hint: `as a superuser: ALTER ROLE ${role} CREATEDB`,
    },
    {
      is: !found.superuser && !found.owns,
      code: 'capture.not-owner',
      why: `role "${user}" does not own it`,
      hint: `as a superuser: ALTER DATABASE ${identifier(name)} OWNER TO ${role}`,
    },
    {
      is: found.dressed.length > 0,
      code: 'capture.settings',
      why: `role "${user}" may not give a copy its settings: ${shortList(found.dressed)}`,
      hint: 'use a superuser in cluster.yaml for the upgrade',
    },
    {
      is: found.unendable.length > 0,
      code: 'capture.unendable',
      why: `role "${user}" may not end sessions that are at it: ${shortList(found.unendable)}`,
      hint: `end them before the upgrade, or as a superuser: GRANT pg_signal_backend TO ${role}`,
    },
  ];
}

function bound({ address, ...database }: Database, found: Ground): Obstacle[] {
  return [
    {
      is: address.name === 'postgres' || address.name === 'template1',
      code: 'capture.system-database',
      why: `"${address.name}" is the server's own database, through which others are renamed`,
      hint: 'nothing has to be done',
    },
    {
      is: database.backendPid !== undefined && database.backendPid !== found.pid,
      code: 'capture.pooler',
      why: 'a pooler between baiup and the server knows databases by their names, and would not find a copy',
      hint: 'name the server itself in cluster.yaml: database.host and port',
    },
    {
      is: found.prepared.length > 0,
      code: 'capture.prepared',
      why: `it has prepared transactions: ${names(found.prepared)}`,
      hint: 'end them: COMMIT PREPARED or ROLLBACK PREPARED',
    },
    {
      is: found.slots.length > 0,
      code: 'capture.logical-slot',
      why: `a logical replication slot stays with the old database: ${names(found.slots)}`,
      hint: 'drop the slot and make it again after the upgrade, if what reads from it allows that',
    },
    {
      is: found.subscriptions.length > 0,
      code: 'capture.subscription',
      why: `a subscription stays with the old database: ${names(found.subscriptions)}`,
      hint: 'drop the subscription and make it again after the upgrade',
    },
    {
      is: found.publications.length > 0,
      code: 'capture.publication',
      why: `subscribers of its publications stay with the old database: ${names(found.publications)}`,
      hint: 'drop the publication and make it again after the upgrade',
    },
    {
      is: found.labels > 0,
      code: 'capture.security-label',
      why: 'it has a security label, which a copy would lack',
      hint: 'nothing has to be done',
    },
  ];
}

/** What a copy of a database is made within. */
export interface CopyRoom {
  /** What is free where its server keeps its data; undefined where nobody can tell. */
  readonly free: number | undefined;
}

/** What a migration may add to a copy. */
const growth = 1.3;
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

function room({ bytes }: Ground, { free }: CopyRoom): Obstacle {
  const needed = bytes * growth + 200e6;
  return {
    is: free !== undefined && free < needed,
    code: 'capture.no-room',
    why: `a copy may take ${gigabytes(needed)} on the server's disk, and ${gigabytes(free ?? 0)} are free`,
    hint: 'make room there; what earlier runs keep: baiup runs, and then baiup forget',
  };
}

/**
 * Why a database cannot be set aside for an upgrade, so that it is dumped instead; nothing where it can. Renaming it needs
 * its ownership, copying it the right to create databases, and what is bound to it must not be left behind.
 */
export async function canSetAside(database: Database, free: CopyRoom): Promise<Finding[]> {
  const [found] = await database.query<Ground>(ground);
  if (!found) return [];
  const { name } = database.address;
  return [...rights(database.address, found), ...bound(database, found), room(found, free)]
    .filter(({ is }) => is)
    .map(({ code, why, hint }) => ({
      code,
      severity: 'info' as const,
      subject: `database ${name}`,
      summary: `"${name}" is dumped inside the stop, not set aside: ${why}`,
      hint,
    }));
}
