import type { KeyShape } from '../../core/census/api-part.ts';
import { type Secret, secret } from '../../lib/secret.ts';
import type { Database } from './database.ts';

/** A keypair that asks for all of its shape. */
export interface SampleKey {
  readonly who: KeyShape;
  readonly accessKey: string;
  readonly secretKey: Secret;
}

interface Row extends KeyShape {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** So many shapes are asked for: a cluster with more projects has more that are alike. */
const most = 24;

/**
 * From 23.09 on only a user's main keypair is let in, where one is named. A user whose addresses are bounded, or whose
 * password has to be changed first, may be refused.
 */
const statement = `
  SELECT role, domain, project, "accessKey", "secretKey" FROM (
    SELECT DISTINCT ON (u.role::text, u.domain_name, p.name)
      u.role::text AS role, u.domain_name AS domain, p.name AS project,
      k.access_key AS "accessKey", k.secret_key AS "secretKey",
      row_number() OVER (PARTITION BY u.role::text ORDER BY u.domain_name, p.name, k.access_key) AS nth
    FROM users u
    JOIN keypairs k ON k."user" = u.uuid AND k.is_active AND k.secret_key IS NOT NULL
    JOIN association_groups_users m ON m.user_id = u.uuid
    JOIN groups p ON p.id = m.group_id AND p.is_active AND p.domain_name = u.domain_name
    JOIN domains d ON d.name = u.domain_name AND d.is_active
    WHERE u.status::text = 'active' AND coalesce(to_jsonb(u)->>'main_access_key', k.access_key) = k.access_key
      AND coalesce(to_jsonb(u)->>'need_password_change', 'false') = 'false'
      AND coalesce(to_jsonb(u)->>'allowed_client_ip', '') = ''
      AND coalesce(lower(to_jsonb(p)->>'type'), '') NOT LIKE 'model%'
    ORDER BY u.role::text, u.domain_name, p.name,
      (EXISTS (SELECT 1 FROM vfolders v WHERE v."user" = u.uuid)) DESC, k.access_key) shapes
  ORDER BY nth, role LIMIT ${most}`;

const sampleOf = ({ accessKey, secretKey, ...who }: Row): SampleKey => ({
  who,
  accessKey,
  secretKey: secret(secretKey),
});

/** One active keypair of each role, domain and project, of somebody who has folders; of many shapes some of each role. */
export const readSampleKeys = async (database: Database): Promise<readonly SampleKey[]> =>
  (await database.query<Row>(statement)).map(sampleOf);

/** The same keypairs again, whatever has become of them: those that there are no more are left out. */
export async function readKeysAgain(
  database: Database,
  earlier: readonly Omit<SampleKey, 'secretKey'>[],
): Promise<readonly SampleKey[]> {
  const whose = new Map(earlier.map(({ accessKey, who }) => [accessKey, who]));
  const rows = await database.query<Pick<Row, 'accessKey' | 'secretKey'>>(
    'SELECT access_key AS "accessKey", secret_key AS "secretKey" FROM keypairs WHERE access_key = ANY($1)',
    [[...whose.keys()]],
  );
  return rows.flatMap((row) => {
    const who = whose.get(row.accessKey);
    return who ? [sampleOf({ ...row, ...who })] : [];
  });
}

/** By the question of the API, the column by which the database knows what it lists. */
const columns: Readonly<Record<string, { readonly of: string; readonly key: string }>> = {
  users: { of: 'users', key: 'email' },
  keypairs: { of: 'keypairs', key: 'access_key' },
  // From 24.03 on the row of a deleted folder stays, and no list has it.
  folders: {
    of: 'vfolders v',
    key: "CASE WHEN lower(coalesce(to_jsonb(v)->>'status', '')) NOT LIKE 'delet%' THEN id::text END",
  },
  // Files are listed of those that are ready: not of one in the trash.
  'readable folders': {
    of: 'vfolders v',
    key: "CASE WHEN lower(coalesce(to_jsonb(v)->>'status', 'ready')) = 'ready' THEN id::text END",
  },
  endpoints: {
    of: 'endpoints e',
    key: "CASE WHEN lower(coalesce(to_jsonb(e)->>'lifecycle_stage', '')) NOT LIKE 'destroy%' THEN name || ' ' || id::text END",
  },
  images: {
    of: 'images i',
    key: "CASE WHEN upper(coalesce(to_jsonb(i)->>'status', '')) <> 'DELETED' THEN name || '@' || architecture END",
  },
};

/** Of things that users make and remove, those that the database still holds. */
export async function readStillHeld(
  database: Database,
  missing: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const held = new Map<string, ReadonlySet<string>>();
  for (const [what, keys] of missing) {
    const column = columns[what];
    if (column === undefined) continue;
    const rows = await database.query<{ key: string }>(
      `SELECT ${column.key} AS key FROM ${column.of} WHERE ${column.key} = ANY($1)`,
      [keys],
    );
    held.set(what, new Set(rows.map(({ key }) => key)));
  }
  return held;
}
