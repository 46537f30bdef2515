import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { MigrationRequest } from '../../src/app/steps/context.ts';
import { startMigrator } from '../../src/io/database/migrator.ts';
import type { ServedLocations } from '../../src/io/database/migrator-protocol.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { openSmallCluster, type SmallCluster } from './small-cluster.ts';

/** Where a manager's own settings lead, and what its migrator says before the stop. */
let small: SmallCluster;
let request: MigrationRequest;
const by = { run: 'r-1', id: 'ab12', what: 'run', who: 'a test', why: 'to migrate' } as const;

beforeAll(async () => {
  small = await openSmallCluster();
  const [hop] = (await small.plan([{ id: 'second', body: '    pass' }])).hops;
  const warm = hop?.phases[0]?.steps.find(({ kind }) => kind === 'migrator.warm');
  const legs = (warm?.params['legs'] ?? []) as Pick<
    MigrationRequest,
    'environment' | 'run' | 'from' | 'head'
  >[];
  const [leg] = legs;
  if (!leg) throw new Error('the plan migrates nothing');
  request = { ...leg, member: 'm1', config: join(small.folder, 'manager.toml') };
  await small.sql("CREATE ROLE bai LOGIN PASSWORD 'example'");
  await small.cluster.lock.hold(by);
});

afterAll(() => small?.close());

async function describeService(env: Record<string, string>) {
  const folder = join(small.folder, 'm1');
  await mkdir(folder, { recursive: true });
  const [environment, cwd, log] = [request.environment, small.folder, join(folder, 'log')];
  const service = {
    name: 'm1',
    environment,
    module: 'ai.backend.manager.server',
    arguments: [],
    cwd,
    log,
    env,
  };
  await writeFile(join(folder, 'service.json'), JSON.stringify(service));
}

const etcdAt = () => `127.0.0.1:${small.cluster.inventory.etcd.port}`;
const databaseAt = () => `localhost:${small.address.port}`;

beforeEach(async () => {
  const etcd = { addr: { host: '127.0.0.1', port: 1 }, namespace: 'another' };
  const db = { addr: databaseAt(), name: 'small', user: 'bai' };
  await writeFile(request.config, stringify({ etcd, db }));
});

const namespace = 'local';
const password = { BACKEND_DB_PASSWORD: 'example' };
const step = () => {
  const context = small.cluster.stepContext({ id: 'ab12', folder: small.folder });
  return context.startMigrator(request, AbortSignal.timeout(60_000));
};

it('variables of the service win over its file, and lead to what is meant', async () => {
  await describeService({ ...password, BACKEND_NAMESPACE: namespace, BACKEND_ETCD_ADDR: etcdAt() });
  await (await step()).cancel();
});

it.each([
  [
    'another namespace by the file alone',
    {},
    'migrator.other-etcd',
    /namespace "another", and cluster\.yaml/,
  ],
  [
    'a database of another name',
    { BACKEND_NAMESPACE: namespace, BACKEND_DB_NAME: 'postgres' },
    'migrator.other-database',
    /database "postgres", and cluster\.yaml names "small"/,
  ],
  [
    'an etcd that is not there',
    { BACKEND_NAMESPACE: namespace },
    'migrator.etcd-unreachable',
    /127\.0\.0\.1:1/,
  ],
])('%s ends it before the stop', async (_what, variables, code, message) => {
  await describeService({ ...password, ...variables });
  await expect(step()).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
    left: 'nothing was changed',
  });
});

it('a password that does not open the database ends it before the stop', async () => {
  await describeService({
    BACKEND_NAMESPACE: namespace,
    BACKEND_ETCD_ADDR: etcdAt(),
    BACKEND_DB_USER: 'nobody',
  });
  await expect(step()).rejects.toMatchObject({ code: 'migrator.other-database' });
});

it.each<[string, (found: { key: string; value: string }) => ServedLocations, string]>([
  [
    'another database by the same name',
    () => ({ database: { host: '127.0.0.1', port: small.address.port, name: 'postgres', user: 'postgres' } }),
    'migrator.other-database',
  ],
  [
    'another etcd with the same namespace',
    (mark) => ({
      etcd: {
        host: '127.0.0.1',
        port: small.cluster.inventory.etcd.port,
        mark: { ...mark, value: btoa('x') },
      },
    }),
    'migrator.other-etcd',
  ],
])('%s is found out by what only the right one has', async (_what, make, code) => {
  const mark = await small.cluster.store.lock.mark();
  const served = make(mark ?? { key: '', value: '' });
  const database = served.database && { ...served.database, password: small.address.password.reveal() };
  const { environment, config: _config, member: _member, ...rest } = request;
  const asked = {
    ...rest,
    host: thisMachine,
    python: join(environment, 'bin/python'),
    workdir: small.folder,
  };
  const where = {
    ...asked,
    address: small.address,
    served: { ...served, ...(database ? { database } : {}) },
  };
  await expect(startMigrator(where)).rejects.toMatchObject({ code });
});
