import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { askCluster } from '../../src/app/discovery/survey/ask-cluster.ts';
import { withDatabase } from '../../src/io/database/database.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { wheelFolder } from '../../src/io/python/wheel-folder.ts';
import { findEtcdServer } from '../../src/io/services/etcd-server.ts';
import { secret } from '../../src/lib/secret.ts';
import { makeAuthority, pem } from './authority.ts';
import { rehearseSmall } from './rehearse-small.ts';
import type { SecuredServers } from './small-cluster.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';
import { grpcProxy, tlsEtcd } from './tls-etcd.ts';
import { tlsPostgres } from './tls-postgres.ts';

/**
 * A whole upgrade, rehearsed, carried out and taken back, where PostgreSQL and etcd take no plain connection and ask for
 * certificates: a quarter of a minute.
 */
let runs: SmallRuns;
let managersEtcd: number;
let variables: Readonly<Record<string, string>>;
beforeAll(async () => {
  runs = await openSmallRuns(undefined, undefined, secure);
});
afterAll(() => runs?.close());

interface Written {
  readonly database: { readonly tls: object };
  readonly etcd: object;
}

const only = 'hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca';

async function secure(
  folder: string,
  { data, set }: Parameters<NonNullable<Parameters<typeof openSmallRuns>[2]>>[1],
): Promise<SecuredServers> {
  const [authority, program] = await Promise.all([
    makeAuthority(folder),
    findEtcdServer({ wheels: wheelFolder }),
  ]);
  const { ca } = authority;
  const names = 'DNS:servers.example,IP:127.0.0.1';
  const [ofDatabase, ofEtcd, own] = await Promise.all([
    authority.issue('database', { subject: '/CN=db.example', names: 'DNS:db.example' }),
    authority.issue('etcd', { subject: '/CN=servers.example', names }),
    authority.issue('own', { subject: '/O=baiup', use: 'clientAuth' }),
  ]);
  const postgres = await tlsPostgres(data, { set, ca, certified: ofDatabase });
  await postgres.rules(only);
  const etcd = await tlsEtcd(program, folder, ofEtcd, ca);
  const proxy = await grpcProxy(program, etcd.port, ca, own);
  // The manager's own address is no name of the certificate.
  variables = { PGSSLMODE: 'verify-ca', PGSSLROOTCERT: ca, PGSSLCERT: own.cert, PGSSLKEY: own.key };
  managersEtcd = proxy.port;
  const shown = { cert: own.cert, key: own.key };
  return {
    database: { tls: { mode: 'verify', ca, ...shown, name: 'db.example' } },
    etcd: { port: etcd.port, tls: { mode: 'verify', ca, ...shown } },
    tls: { mode: 'require', cert: await pem(own.cert), key: secret(await pem(own.key)) },
    variables,
    managersEtcd: proxy.port,
    end: async () => {
      await Promise.all([proxy.end(), etcd.end()]);
    },
  };
}

const revision = '    op.execute("UPDATE things SET name = upper(name)")';

it('no plain connection is let in', async () => {
  const { address } = runs.small;
  const plain = withDatabase({ ...address, tls: { mode: 'off' } }, async () => undefined);
  await expect(plain).rejects.toMatchObject({ code: 'database.refused' });
});

it('is found by init as its managers have it', async () => {
  const { small } = runs;
  const [hop] = (await small.plan([{ id: 'second', body: revision }])).hops;
  const environment = String(hop?.phases[0]?.steps[0]?.params['environment']);
  const { database } = small.cluster.inventory;
  await small.sql('CREATE TABLE agents (id text, addr text, version text, scaling_group text, status text)');
  const asked = {
    etcd: { host: '127.0.0.1', port: managersEtcd, namespace: 'local' },
    database: { ...database, password: small.address.password.reveal() },
  };
  const ask = (has: Readonly<Record<string, string>>) =>
    askCluster(thisMachine, environment, { ...asked, variables: new Map(Object.entries(has)) });
  try {
    const told = await ask(variables);
    expect(told.database).toMatchObject({ encrypted: { answer: true } });
    expect(told.etcd).toMatchObject({ trouble: expect.stringContaining('an etcd grpc-proxy has none') });
    const untold = await ask({});
    expect(untold.database).toMatchObject({ trouble: expect.stringContaining('pg_hba.conf') });
  } finally {
    await small.sql('DROP TABLE agents');
  }
});

it.each([
  [
    'PostgreSQL is asked without TLS',
    (all: Written) => ({ ...all, database: { ...all.database, tls: 'off' } }),
    /TLS only: set tls of the database in cluster\.yaml/,
  ],
  [
    'PostgreSQL is known by another name',
    (all: Written) => ({
      ...all,
      database: { ...all.database, tls: { ...all.database.tls, name: 'other' } },
    }),
    /names another host: DNS:db\.example[\s\S]*name: NAME/,
  ],
  [
    'etcd is asked without TLS',
    (all: Written) => ({ ...all, etcd: { ...all.etcd, tls: 'off' } }),
    /it ends a connection without TLS[\s\S]*set etcd\.tls in cluster\.yaml/,
  ],
  [
    'a file is not there',
    (all: Written) => ({ ...all, etcd: { ...all.etcd, tls: { mode: 'verify', ca: '/none.pem' } } }),
    /etcd\.tls\.ca in cluster\.yaml names \/none\.pem/,
  ],
])('status and check say what to write where %s', async (_what, change, words) => {
  const { file } = runs.small.cluster;
  const text = await readFile(file, 'utf8');
  await writeFile(file, stringify(change(parse(text) as Written)));
  try {
    for (const command of ['status', 'check']) {
      const { exit, stdout, stderr } = await runs.drive([command]).ended;
      expect(`${stdout}${stderr}`).toMatch(words);
      expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at /);
      expect(exit).not.toBe(70);
    }
  } finally {
    await writeFile(file, text);
  }
});

it('is rehearsed on copies that speak no TLS', async () => {
  const plan = await runs.small.plan([{ id: 'second', body: revision }]);
  const { receipt } = await rehearseSmall(runs.small, plan);
  expect(receipt).toMatchObject({ ok: true });
});

it('is carried out, and taken back', async () => {
  const before = await runs.small.contents();
  const run = await runs.begin(revision);
  await runs.drive(['resume', run.id]).ends(0);
  expect(await runs.serving()).toBe('24.09.4');
  expect(await runs.small.sql("SELECT name FROM things WHERE name LIKE 'THING 1'")).toHaveLength(1);
  await runs.drive(['rollback', run.id, '--yes']).ends(0);
  expect(await runs.serving()).toBe('24.03.11');
  expect(await runs.small.contents()).toEqual(before);
});
