import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../src/io/database/database.ts';

const modelDefinition = `models:
  - name: echo
    model_path: /models
    service: {start_command: [echo], port: 8000}
`;

interface Wanted {
  readonly owner: string;
  /** By name, how many sessions each should have. */
  readonly replicas: Readonly<Record<string, number>>;
  /** The sandbox's folder of volumes. */
  readonly volume: string;
}

/** A model's folder of somebody, as the storage-proxy lays it out. */
async function addModel(database: Database, { owner, volume }: Wanted): Promise<void> {
  const [model] = await database.query<{ id: string; user: string }>(
    `INSERT INTO vfolders SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'name', 'models',
       'usage_mode', 'model', 'user', u.uuid, 'creator', u.email, 'quota_scope_id', 'user:' || u.uuid))).*
     FROM vfolders one, users u WHERE one.name = 'data-of-admin' AND u.email = $1 RETURNING id::text, "user"::text`,
    [owner],
  );
  if (!model) throw new Error(`${owner} is nobody here`);
  const [id, user] = [model.id, model.user].map((each) => each.replaceAll('-', '')) as [string, string];
  const folder = join(volume, user, id.slice(0, 2), id.slice(2, 4), id.slice(4));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model-definition.yaml'), modelDefinition);
}

const servesModels = [
  `INSERT INTO images SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(),
     'name', replace(one.name, 'python', 'model'), 'image', replace(one.image, 'python', 'model'),
     'labels', jsonb_set(one.labels::jsonb, '{ai.backend.role}', '"INFERENCE"')))).*
   FROM images one WHERE one.image LIKE '%/python'`,
  `UPDATE scaling_groups SET scheduler_opts =
     scheduler_opts || '{"allowed_session_types": ["interactive", "batch", "inference"]}'`,
];

/** Service endpoints as managers keep them, of any release; the managers begin their sessions by themselves. */
export async function addEndpoints(database: Database, wanted: Wanted): Promise<void> {
  for (const text of servesModels) await database.query(text);
  await addModel(database, wanted);
  const columns = await database.query<{ name: string }>(
    "SELECT column_name::text AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'endpoints'",
  );
  const has = new Set(columns.map(({ name }) => name));
  const [places] = await database.query<Record<string, unknown>>(
    `SELECT u.uuid::text AS created_user, u.uuid::text AS session_owner, i.id::text AS image, v.id::text AS model,
       'default' AS domain, g.id::text AS project, 'default' AS resource_group
     FROM users u, images i, vfolders v, groups g WHERE u.email = $1 AND v.name = 'models' AND g.name = 'default' AND i.image LIKE '%/model'`,
    [wanted.owner],
  );
  for (const [name, count] of Object.entries(wanted.replicas)) {
    const row = {
      ...places,
      ...{ name, desired_session_count: count, replicas: count, lifecycle_stage: 'created' },
      ...{ runtime_variant: 'custom', model_mount_destination: '/models', environ: {}, resource_opts: {} },
      resource_slots: { cpu: '1', mem: '268435456' },
    };
    const own = Object.keys(row).filter((each) => has.has(each));
    const list = own.map((each) => `"${each}"`).join(', ');
    const text = `INSERT INTO endpoints (${list}) SELECT ${list} FROM jsonb_populate_record(NULL::endpoints, $1)`;
    await database.query(text, [JSON.stringify(row)]);
  }
}
