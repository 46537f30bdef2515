import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thisMachine } from '../io/hosts/this-machine.ts';
import type { PostgresServer } from '../io/services/postgres-server.ts';
import { writeFileAtomic } from '../lib/atomic-file.ts';
import { BaiupError } from '../lib/errors.ts';
import { isThere } from '../lib/is-there.ts';
import { secret } from '../lib/secret.ts';
import { databaseName, rpcKeypair } from './configurations/manager.ts';
import { address, type Ingredients, namespace } from './configurations/shared.ts';
import { withSessionImage } from './docker/with-session-image.ts';
import { registry } from './fixtures.ts';
import { sandboxMarker } from './layout.ts';
import { prepareCoordinator } from './prepare-coordinator.ts';
import { portOf } from './record.ts';
import { readFixtures } from './write-files.ts';

const program = fileURLToPath(new URL('./prepare.py', import.meta.url));

/**
 * The database and the etcd namespace, made by the release itself; begun anew where an earlier try broke off.
 * @throws BaiupError `sandbox.not-prepared`, `command.failed`
 */
export async function prepare(
  ingredients: Ingredients,
  postgres: PostgresServer,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { layout, record } = ingredients;
  if (await isPrepared(ingredients)) return;
  await postgres.createDatabase(databaseName);
  await thisMachine.run({
    argv: [join(layout.environment('manager', record.version), 'bin', 'python'), program],
    cwd: layout.workdir('manager'),
    env: { [sandboxMarker]: layout.folder },
    input: secret(JSON.stringify(await request(ingredients))),
    timeoutMs: 180_000,
    ...(signal ? { signal } : {}),
  });
  const rows = await verify(postgres);
  await prepareCoordinator(ingredients, postgres, signal);
  await writeFileAtomic(layout.prepared, `${JSON.stringify(rows)}\n`);
}

export async function isPrepared({ layout }: Pick<Ingredients, 'layout'>): Promise<boolean> {
  return isThere(layout.prepared);
}

async function request(ingredients: Ingredients): Promise<object> {
  const { layout, record } = ingredients;
  const port = (name: Parameters<typeof portOf>[1]) => portOf(record, name);
  const database = `postgres:${record.databasePassword}@127.0.0.1:${port('postgres')}/${databaseName}`;
  const proxy = {
    client_api: `http://127.0.0.1:${port('storageClient')}`,
    manager_api: `http://127.0.0.1:${port('storageManager')}`,
    secret: record.storageSecret,
    ssl_verify: 'false',
  };
  return {
    alembic: join(layout.workdir('manager'), 'alembic.ini'),
    database: `postgresql+asyncpg://${database}`,
    fixtures: await withSessionImage(ingredients, await readFixtures(ingredients)),
    keypair: {
      folder: layout.workdir('manager'),
      name: rpcKeypair(ingredients).replace(/^.*\/|\.key_secret$/g, ''),
    },
    etcd: {
      ...address(port('etcd')),
      namespace,
      values: {
        'config/redis': {
          addr: `127.0.0.1:${port('redis')}`,
          redis_helper_config: {
            socket_timeout: '5',
            socket_connect_timeout: '2',
            reconnect_poll_timeout: '0.3',
          },
        },
        // A docker agent has its image already, and no registry to ask.
        'config/docker/image': { auto_pull: record.docker ? 'none' : 'digest' },
        volumes: {
          _types: { group: '', user: '' },
          default_host: 'local:volume1',
          exposed_volume_info: 'percentage',
          proxies: { local: proxy },
        },
      },
      // With `project`, which the move of registries into the database at 24.09 asks for.
      registries: {
        [registry.name]: { '': `https://${registry.name}`, type: registry.type, project: registry.project },
      },
    },
  };
}

/** The release's own commands log what fails and go on: the rows tell. */
const expected = {
  alembic_version: 1,
  domains: 1,
  groups: 1,
  users: 3,
  keypairs: 3,
  association_groups_users: 3,
  scaling_groups: 1,
  resource_presets: 2,
  images: 1,
  vfolders: 2,
} as const;

async function verify(postgres: PostgresServer): Promise<Readonly<Record<string, number>>> {
  const client = await postgres.connect(databaseName);
  try {
    const found: Record<string, number> = {};
    for (const table of Object.keys(expected)) {
      const { rows } = await client.query(
        `SELECT count(*)::int AS count FROM ${client.escapeIdentifier(table)}`,
      );
      found[table] = rows[0].count;
    }
    const missing = Object.entries(expected).filter(([table, count]) => (found[table] ?? 0) < count);
    if (missing.length === 0) return found;
    const list = missing.map(([table, count]) => `${table}: ${found[table]} of ${count} rows`).join(', ');
    throw new BaiupError('sandbox.not-prepared', `the release did not take all of the fixtures: ${list}`);
  } finally {
    await client.end();
  }
}
