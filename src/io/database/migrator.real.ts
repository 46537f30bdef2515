import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import { compareSchemas } from '../../core/schema/drift.ts';
import { allowedUpTo } from '../../core/schema/drift-allowed.ts';
import { routeBetween } from '../../core/schema/route.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { secret } from '../../lib/secret.ts';
import { cacheHome } from '../../lib/state-home.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { buildEnvironment } from '../python/build-environment.ts';
import { wheelFolder } from '../python/wheel-folder.ts';
import { etcdServer, findEtcdServer } from '../services/etcd-server.ts';
import { findPostgresPrograms } from '../services/find-postgres-programs.ts';
import { freePorts } from '../services/free-ports.ts';
import { type PostgresServer, postgresServer } from '../services/postgres-server.ts';
import type { Server } from '../services/server.ts';
import { readAlembicVersion } from './alembic-version.ts';
import { type DatabaseAddress, openDatabase, withDatabase } from './database.ts';
import { makeFreshSchema } from './fresh-schema.ts';
import { introspect } from './introspect.ts';
import { type MigratorOptions, startMigrator } from './migrator.ts';

const [source, target] = ['24.03.11', '24.09.4'].map((text) => {
  const release = loadCatalog().find(parseVersion(text));
  if (!release) throw new Error(`the catalog lacks ${text}`);
  return { ...release, text, head: release.schema.heads[0] ?? '' };
}) as [Known, Known];
type Known = NonNullable<ReturnType<ReturnType<typeof loadCatalog>['find']>> & { text: string; head: string };
const route = routeBetween(source, target);

let folder: string;
let server: PostgresServer;
let etcd: Server;
let etcdPort: number;
let base: DatabaseAddress;
let options: MigratorOptions;

const rows = `
  INSERT INTO domains (name, is_active, created_at, modified_at, total_resource_slots, allowed_vfolder_hosts, allowed_docker_registries, dotfiles)
    VALUES ('default', true, now(), now(), '{}', '{}', '{}', '\\x90');
  INSERT INTO scaling_groups (name, driver, driver_opts, scheduler, scheduler_opts, is_active, use_host_network)
    VALUES ('default', 'static', '{}', 'fifo', '{"roundrobin": true, "agent_selection_strategy": "legacy"}', true, false)`;
const vfolder = (user: string) =>
  `INSERT INTO vfolders (host, quota_scope_id, name, usage_mode, ownership_type, "user", cloneable)
   VALUES ('local:volume1', 'user:${user}', 'mine', 'general', 'user', '${user}', false)`;
const nobody = '00000000-0000-4000-8000-000000000001';

async function environment(release: Known): Promise<string> {
  const where = join(cacheHome(), 'test-environments', `manager-${release.text}`);
  await buildEnvironment({
    host: thisMachine,
    component: 'manager',
    version: release.text,
    folder: where,
    published: release.published,
    python: release.python,
  });
  return join(where, 'bin/python');
}

async function writeConfiguration(workdir: string, port: number): Promise<string> {
  const config = join(workdir, 'manager.toml');
  await mkdir(join(workdir, 'fixtures/manager'), { recursive: true });
  await writeFile(join(workdir, 'fixtures/manager/manager.key_secret'), '');
  await writeFile(
    config,
    stringify({
      etcd: { namespace: 'local', addr: { host: '127.0.0.1', port }, user: '', password: '' },
      db: {
        type: 'postgresql',
        addr: { host: '127.0.0.1', port: base.port },
        name: 'work',
        user: 'x',
        password: 'x',
      },
      manager: {
        'num-proc': 1,
        'service-addr': { host: '127.0.0.1', port: 8081 },
        'ipc-base-path': join(workdir, 'ipc'),
      },
      'docker-registry': { 'ssl-verify': false },
      logging: {
        level: 'INFO',
        drivers: ['console'],
        'pkg-ns': { '': 'WARNING' },
        console: { colored: false, format: 'simple' },
      },
      debug: { enabled: false },
    }),
  );
  return config;
}

async function etcdKeys(): Promise<number> {
  const body = JSON.stringify({ key: btoa('/sorna/'), range_end: btoa('/sorna0'), count_only: true });
  const answer = await fetch(`http://127.0.0.1:${etcdPort}/v3/kv/range`, { method: 'POST', body });
  return Number(((await answer.json()) as { count?: string }).count ?? 0);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-migrator-'));
  const [port = 0, clientPort = 0, peerPort = 0] = await freePorts(3);
  etcdPort = clientPort;
  const password = secret("p@s/s:w%40'rd");
  server = postgresServer(
    { folder: join(folder, 'postgres'), port, password, scratch: true },
    await findPostgresPrograms({ wheels: wheelFolder }),
  );
  await server.init();
  etcd = etcdServer(
    { folder: join(folder, 'etcd'), port: etcdPort, peerPort },
    await findEtcdServer({ wheels: wheelFolder }),
  );
  await Promise.all([server.start({ timeoutMs: 30_000 }), etcd.start({ timeoutMs: 30_000 })]);
  base = { host: '127.0.0.1', port, name: 'base', user: 'postgres', password };
  const [oldPython, newPython] = [await environment(source), await environment(target)];
  const config = await writeConfiguration(folder, etcdPort);
  await server.createDatabase('base');
  await server.createDatabase('fresh');
  await makeFreshSchema({
    host: thisMachine,
    python: oldPython,
    workdir: folder,
    address: base,
    head: source.head,
  });
  await makeFreshSchema({
    host: thisMachine,
    python: newPython,
    workdir: folder,
    address: { ...base, name: 'fresh' },
    head: target.head,
  });
  await withDatabase(base, (database) => database.query(rows));
  const address = { ...base, name: 'work' };
  const plan = { from: [source.head], run: route.run, head: target.head };
  options = {
    host: thisMachine,
    python: newPython,
    workdir: folder,
    config,
    backups: folder,
    address,
    ...plan,
  };
}, 900_000);

beforeEach(async () => {
  await withDatabase({ ...base, name: 'postgres' }, async (database) => {
    await database.query('DROP DATABASE IF EXISTS work WITH (FORCE)');
    await database.query('CREATE DATABASE work TEMPLATE base');
  });
  const registry = { '': 'https://cr.example', '/type': 'harbor2', '/project': 'stable,community' };
  for (const [key, value] of Object.entries(registry)) {
    const body = JSON.stringify({
      key: btoa(`/sorna/local/config/docker/registry/cr.example${key}`),
      value: btoa(value),
    });
    await fetch(`http://127.0.0.1:${etcdPort}/v3/kv/put`, { method: 'POST', body });
  }
});

afterAll(async () => {
  await Promise.all([server?.stop({ timeoutMs: 30_000 }), etcd?.stop({ timeoutMs: 30_000 })]);
  await rm(folder, { recursive: true, force: true });
});

const revisions = () => withDatabase(options.address, readAlembicVersion);
const ask = (sql: string) => withDatabase(options.address, (database) => database.query(sql));

describe('the migrator, 24.03.11 → 24.09.4', () => {
  it('fills, and what comes out is a fresh install but for what is the vendor’s own', async () => {
    const migrator = await startMigrator(options);
    expect(await revisions()).toEqual([source.head]);
    const seen: string[] = [];
    const done = await migrator.go(({ id }) => void seen.push(id));
    expect(seen).toEqual(route.run);
    expect(done).toMatchObject({ rows: [target.head], revisions: route.run.map((id) => ({ id })) });
    expect(await revisions()).toEqual([target.head]);
    expect(await etcdKeys()).toBe(0);
    expect((await readdir(folder)).filter((name) => name.startsWith('backup.etcd'))).toHaveLength(1);
    const [opts] = await ask('SELECT scheduler_opts FROM scaling_groups');
    expect(opts).toEqual({
      scheduler_opts: { agent_selection_strategy: 'roundrobin', agent_selector_config: {} },
    });
    const [actual, expected] = [
      await withDatabase(options.address, introspect),
      await withDatabase({ ...base, name: 'fresh' }, introspect),
    ];
    const drifts = compareSchemas(actual, expected, allowedUpTo('24.09'));
    expect(drifts).toMatchObject({ structural: [], cosmetic: [] });
    expect(drifts.allowed.map((one) => one.object)).toEqual([
      'container_registries.registry_name',
      'container_registries.url',
    ]);
  });

  it('shows what the page’s own procedure would have left out', async () => {
    const skipped = route.run.filter((id) => !route.fill.includes(id));
    await (await startMigrator({ ...options, run: skipped })).go();
    const expected = await withDatabase({ ...base, name: 'fresh' }, introspect);
    const { structural } = compareSchemas(
      await withDatabase(options.address, introspect),
      expected,
      allowedUpTo('24.09'),
    );
    expect(structural.map((one) => `${one.kind} ${one.object.split(':')[0]}`)).toEqual(
      expect.arrayContaining([
        'column-missing vfolders.domain_name',
        'column-missing vfolder_permissions.id',
        'index-missing sessions',
      ]),
    );
  });

  it('leaves the rows right where there is nothing to run', async () => {
    const done = await (await startMigrator({ ...options, run: [] })).go();
    expect(done).toMatchObject({ rows: [target.head], revisions: [] });
  });

  it.each([
    ['migrator.wrong-head', { head: 'ffffffffffff' }],
    ['migrator.unknown-revision', { run: ['ffffffffffff'] }],
    ['migrator.python-missing', { python: '/nowhere/python' }],
    ['migrator.failed', { address: () => ({ ...options.address, password: secret('wrong') }) }],
    ['migrator.config-refused', { config: '/nowhere/manager.toml' }],
  ])('refuses before the stop: %s', async (code, other) => {
    const address = 'address' in other ? other.address() : options.address;
    await expect(startMigrator({ ...options, ...other, address } as MigratorOptions)).rejects.toMatchObject({
      code,
    });
    expect(await revisions()).toEqual([source.head]);
  });

  it('refuses where a revision could not reach etcd, by its file and the variables that win over it', async () => {
    const workdir = join(folder, 'elsewhere');
    const asked = { ...options, workdir, config: await writeConfiguration(workdir, 1) };
    await expect(startMigrator(asked)).rejects.toMatchObject({ code: 'migrator.etcd-unreachable' });
    const variables = { BACKEND_ETCD_ADDR: `127.0.0.1:${etcdPort}` };
    await (await startMigrator({ ...asked, variables })).cancel();
    const served = { etcd: { host: '127.0.0.1', port: 1, namespace: 'local' } };
    await expect(startMigrator({ ...asked, variables, served })).rejects.toMatchObject({
      code: 'migrator.other-etcd',
    });
  });

  it('refuses a database that is not where the plan says', async () => {
    const migrator = await startMigrator({ ...options, from: ['20218a73401b'] });
    await expect(migrator.go()).rejects.toMatchObject({
      code: 'migrator.wrong-start',
      left: 'nothing was changed',
    });
  });

  it('changes nothing when it is cancelled before the stop', async () => {
    const migrator = await startMigrator(options);
    await migrator.cancel();
    await expect(migrator.go()).rejects.toMatchObject({ code: 'migrator.died' });
    expect(await revisions()).toEqual([source.head]);
  });

  it.each([
    ['a vfolder of nobody', vfolder(nobody), 'd7df3baf3779', 1, 3],
    ['a column in the way', 'ALTER TABLE images ADD COLUMN project varchar', '7c8501cec07b', 6, 0],
  ])('says which revision failed and what was done before it: %s', async (_what, sql, id, before, keys) => {
    await ask(sql);
    const migrator = await startMigrator(options);
    const seen: string[] = [];
    await expect(migrator.go((done) => void seen.push(done.id))).rejects.toMatchObject({
      code: 'migrator.revision-failed',
      message: expect.stringContaining(id),
      cause: { message: expect.stringContaining('Traceback') },
    });
    expect(seen).toHaveLength(before);
    expect(await revisions()).toEqual([source.head]);
    expect(await etcdKeys()).toBe(keys);
  });

  it('gives up on a revision that waits for ever', async () => {
    const migrator = await startMigrator({ ...options, revisionTimeoutMs: 2_000 });
    const other = await openDatabase(options.address);
    await other.query('BEGIN');
    await other.query('LOCK TABLE vfolders');
    await expect(migrator.go()).rejects.toMatchObject({
      code: 'migrator.deadline',
      left: expect.stringContaining('31463788c713'),
    });
    await other.close();
  });
});
