import type { ProofGround } from '../../core/workloads/proof-place.ts';
import type { Database } from './database.ts';

/** The keypair that starts sessions, and what they are of. */
export interface ProofStarter {
  readonly accessKey: string;
  readonly image: string;
}

/** A superadmin may start sessions as any domain and project: its own first. */
const groups = `
  SELECT g.name, g.is_active AS active, may.domain, may.project
  FROM scaling_groups g LEFT JOIN LATERAL (
    SELECT p.domain_name AS domain, p.name AS project
    FROM groups p JOIN domains d ON d.name = p.domain_name AND d.is_active
    WHERE p.is_active AND coalesce(lower(to_jsonb(p)->>'type'), '') NOT LIKE 'model%' AND (
      EXISTS (SELECT FROM sgroups_for_groups s WHERE s.scaling_group = g.name AND s."group" = p.id)
      OR EXISTS (SELECT FROM sgroups_for_domains s WHERE s.scaling_group = g.name AND s.domain = p.domain_name)
      OR EXISTS (SELECT FROM sgroups_for_keypairs s WHERE s.scaling_group = g.name AND s.access_key = $1))
    ORDER BY p.domain_name IS DISTINCT FROM
        (SELECT u.domain_name FROM keypairs k JOIN users u ON u.uuid = k."user" WHERE k.access_key = $1),
      p.name <> 'default', p.domain_name, p.name LIMIT 1) may ON true
  ORDER BY g.name`;

const agents = `
  SELECT id, scaling_group AS "group", coalesce(to_jsonb(a)->>'architecture', 'x86_64') AS architecture,
    status::text = 'ALIVE' AND schedulable AS takes
  FROM agents a WHERE status::text <> 'TERMINATED' AND coalesce(scaling_group, '') <> '' ORDER BY id`;

const most = `
  SELECT p.max_concurrent_sessions AS most FROM keypairs k
  JOIN keypair_resource_policies p ON p.name = k.resource_policy WHERE k.access_key = $1`;

/** Where the keypair can start sessions of the image, by what managers of every release go by. */
export async function readProofGround(
  database: Database,
  { accessKey, image }: ProofStarter,
): Promise<ProofGround> {
  const architectures = await database.query<{ architecture: string }>(
    'SELECT DISTINCT architecture FROM images WHERE name = $1 ORDER BY 1',
    [image],
  );
  const [policy] = await database.query<{ most: number | null }>(most, [accessKey]);
  return {
    groups: await database.query<ProofGround['groups'][number]>(groups, [accessKey]),
    agents: await database.query<ProofGround['agents'][number]>(agents),
    architectures: architectures.map(({ architecture }) => architecture),
    // Nothing, and zero, are no limit.
    most: policy?.most || undefined,
  };
}
