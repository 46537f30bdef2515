import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { secret } from '../../lib/secret.ts';
import { wheelFolder } from '../python/wheel-folder.ts';
import { etcdServer, findEtcdServer } from './etcd-server.ts';
import { findPostgresPrograms } from './find-postgres-programs.ts';
import { freePorts } from './free-ports.ts';
import { postgresServer } from './postgres-server.ts';
import { findRedisServer, redisServer } from './redis-server.ts';
import type { Server } from './server.ts';

const patience = { timeoutMs: 30_000 };
const packages = { wheels: wheelFolder, env: { ...process.env, BAIUP_PROGRAMS: 'packages' } };
const installedOrPackages = { wheels: wheelFolder };
const folders: string[] = [];

async function place() {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-server-'));
  folders.push(folder);
  const [port = 0, peerPort = 0] = await freePorts(2);
  return { folder, port, peerPort };
}

/** What every server of ours promises. */
async function keepsItsPromises(server: Server): Promise<void> {
  expect(await server.running()).toBe(false);
  await server.start(patience);
  await server.start(patience);
  expect(await server.running()).toBe(true);
  await server.stop(patience);
  await server.stop(patience);
  expect(await server.running()).toBe(false);
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

describe('servers of our own', () => {
  it.each([
    ['installed', installedOrPackages],
    ['from packages', packages],
  ])('PostgreSQL %s asks for a password and creates uuid-ossp', async (_, sources) => {
    const where = { ...(await place()), password: secret('only for this test'), scratch: true };
    const programs = await findPostgresPrograms(sources);
    const server = postgresServer(where, programs);
    await server.init();
    await server.init();
    await keepsItsPromises(server);
    await server.start(patience);
    try {
      await server.createDatabase('backend');
      const client = await server.connect('backend');
      await client.query('CREATE EXTENSION IF NOT EXISTS "uuid-ossp"');
      expect((await client.query('SELECT uuid_generate_v4() AS id')).rows).toHaveLength(1);
      await client.end();
      const stranger = postgresServer({ ...where, password: secret('wrong') }, programs);
      await expect(stranger.connect('backend')).rejects.toThrow(/password authentication failed/);
    } finally {
      await server.stop(patience);
    }
  });

  it('Redis from a wheel starts and stops', async () => {
    await keepsItsPromises(redisServer(await place(), await findRedisServer(packages)));
  });

  it('etcd from a wheel starts and stops', async () => {
    await keepsItsPromises(etcdServer(await place(), await findEtcdServer(packages)));
  });

  it('says with the last lines of its log why one does not start', async () => {
    const server = redisServer({ ...(await place()), port: 99_999 }, await findRedisServer(packages));
    await expect(server.start(patience)).rejects.toMatchObject({ code: 'server.not-started' });
  });
});
