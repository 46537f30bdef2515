import { readFile, writeFile } from 'node:fs/promises';
import pg from 'pg';
import { BaiupError } from '../../src/lib/errors.ts';
import { isThere } from '../../src/lib/is-there.ts';
import { secret } from '../../src/lib/secret.ts';
import { withImageId } from '../../src/sandbox/docker/with-image-id.ts';
import { fixtures, registry } from '../../src/sandbox/fixtures.ts';
import { sessionImageId } from './docker.ts';
import { ports } from './ports.ts';
import { addressesOf, asSandbox, databaseAddress, type Lab, namespace } from './record.ts';
import { onHost } from './ssh.ts';

const program = new URL('../../src/sandbox/prepare.py', import.meta.url);

/** The database and the etcd namespace, made by the release itself on the host of its first manager. */
export async function prepare(lab: Lab): Promise<void> {
  const { layout, hosts } = lab;
  if (await isThere(layout.prepared)) return;
  const isManager = ({ component }: { component: string }) => component === 'manager';
  const [first, ...others] = hosts.filter(({ members }) => members.some(isManager));
  const database = hosts.find(({ isDatabase }) => isDatabase);
  if (!first || !database) return;
  await makeDatabase(lab, database.name);
  const path = '/tmp/prepare.py';
  const user = 'bai';
  await onHost(lab, first.name, `cat > ${path}`, { input: await readFile(program, 'utf8'), user });
  const line = `mkdir -p manager/fixtures && cd manager && .venv/bin/python ${path}`;
  await onHost(lab, first.name, line, {
    input: secret(JSON.stringify(await request(lab))),
    timeoutMs: 180_000,
    user,
  });
  const key = 'manager/fixtures/manager.key_secret';
  const { stdout } = await onHost(lab, first.name, `cat ${key}`, { user });
  for (const { name } of others)
    await onHost(lab, name, `mkdir -p manager/fixtures && umask 077 && cat > ${key}`, {
      input: secret(stdout),
      user,
    });
  await verify(lab);
  await writeFile(layout.prepared, '');
}

async function makeDatabase({ layout, record, hosts }: Lab, host: string): Promise<void> {
  const lab = { layout, record, hosts };
  const sql = [
    `ALTER USER postgres PASSWORD '${record.databasePassword}';`,
    ...['DROP DATABASE IF EXISTS backend WITH (FORCE);', 'CREATE DATABASE backend;'],
  ].join('\n');
  const line = `cd / && su postgres -c 'psql -q -v ON_ERROR_STOP=1 -p ${ports.postgres}'`;
  await onHost(lab, host, line, { input: secret(sql) });
}

async function request(lab: Lab): Promise<object> {
  const { record } = lab;
  const image = await sessionImageId(lab);
  const rows = fixtures(asSandbox(record));
  const database = databaseAddress(lab);
  const has = (name: string) =>
    addressesOf(lab, ({ members }) => members.some(({ component }) => component === name))[0] ?? database;
  return {
    alembic: '/home/bai/manager/alembic.ini',
    database: `postgresql+asyncpg://postgres:${record.databasePassword}@${database}:${ports.postgres}/backend`,
    fixtures: image === undefined ? rows : withImageId(rows, image),
    keypair: { folder: '/home/bai/manager/fixtures', name: 'manager' },
    etcd: {
      host: database,
      port: ports.etcd,
      namespace,
      values: {
        'config/redis': {
          addr: `${database}:${ports.redis}`,
          redis_helper_config: {
            socket_timeout: '5',
            socket_connect_timeout: '2',
            reconnect_poll_timeout: '0.3',
          },
        },
        'config/docker/image': { auto_pull: record.containers ? 'none' : 'digest' },
        volumes: {
          _types: { group: '', user: '' },
          default_host: 'local:volume1',
          exposed_volume_info: 'percentage',
          proxies: {
            local: {
              client_api: `http://${has('storage-proxy')}:${ports.storageClient}`,
              manager_api: `http://${has('storage-proxy')}:${ports.storageManager}`,
              secret: record.storageSecret,
              ssl_verify: 'false',
            },
          },
        },
      },
      registries: {
        [registry.name]: { '': `https://${registry.name}`, type: registry.type, project: registry.project },
      },
    },
  };
}

/** A connection to the lab's database from here. */
export async function withDatabase<T>(lab: Lab, action: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    host: databaseAddress(lab),
    port: ports.postgres,
    user: 'postgres',
    password: lab.record.databasePassword,
    database: 'backend',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await action(client);
  } finally {
    await client.end();
  }
}

/** The release's own commands log what fails and go on: the rows tell. */
async function verify(lab: Lab): Promise<void> {
  const tables = ['alembic_version', 'domains', 'users', 'keypairs', 'scaling_groups', 'images'];
  const counts: number[] = [];
  await withDatabase(lab, async (client) => {
    for (const table of tables) counts.push((await client.query(`SELECT 1 FROM ${table}`)).rowCount ?? 0);
  });
  const empty = tables.filter((_, index) => counts[index] === 0);
  if (empty.length > 0)
    throw new BaiupError('lab.not-prepared', `the release left tables empty: ${empty.join(', ')}`);
}
