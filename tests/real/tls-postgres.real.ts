import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DatabaseAddress, withDatabase } from '../../src/io/database/database.ts';
import { runTool } from '../../src/io/database/tool.ts';
import type { ServerTls } from '../../src/io/hosts/server-tls.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { wheelFolder } from '../../src/io/python/wheel-folder.ts';
import { findPostgresPrograms } from '../../src/io/services/find-postgres-programs.ts';
import { freePorts } from '../../src/io/services/free-ports.ts';
import type { PostgresPrograms } from '../../src/io/services/postgres-programs.ts';
import { type PostgresServer, postgresServer } from '../../src/io/services/postgres-server.ts';
import { secret } from '../../src/lib/secret.ts';
import { type Authority, type Certified, makeAuthority, pem } from './authority.ts';
import { type TlsPostgres, tlsPostgres } from './tls-postgres.ts';

/** A PostgreSQL whose certificate names db.example and is signed by an authority of our own. */
let folder: string;
let server: PostgresServer;
let programs: PostgresPrograms;
let tls: TlsPostgres;
let authority: Authority;
let other: Authority;
let own: Certified;
let expired: Certified;
let client: Certified;
let address: DatabaseAddress;

const onlySecure = 'hostssl all all 127.0.0.1/32 scram-sha-256';
const onlyPlain = 'hostnossl all all 127.0.0.1/32 scram-sha-256';
const withCertificate = 'hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-tls-'));
  [authority, other, programs] = await Promise.all([
    makeAuthority(folder),
    makeAuthority(folder, 'other'),
    findPostgresPrograms({ wheels: wheelFolder }),
  ]);
  const names = 'DNS:db.example';
  [own, expired, client] = await Promise.all([
    authority.issue('own', { subject: '/CN=db.example', names }),
    authority.issue('expired', { subject: '/CN=db.example', names, days: -1 }),
    authority.issue('client', { subject: '/CN=postgres', use: 'clientAuth' }),
  ]);
  const [port = 0] = await freePorts(1);
  const password = secret('over tls');
  server = postgresServer({ folder: join(folder, 'server'), port, password, scratch: true }, programs);
  await server.init();
  await server.start({ timeoutMs: 30_000 });
  tls = await tlsPostgres(join(folder, 'server/data'), {
    set: server.set,
    ca: authority.ca,
    certified: own,
  });
  address = { host: '127.0.0.1', port, name: 'postgres', user: 'postgres', password };
});

afterAll(async () => {
  await server?.stop({ timeoutMs: 30_000 });
  await rm(folder, { recursive: true, force: true });
});

const isSecure = 'SELECT ssl, client_dn AS whose FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
const ask = async (how?: ServerTls, more: Partial<DatabaseAddress> = {}) => {
  const at = { ...address, ...more, ...(how ? { tls: how } : {}) };
  const [row] = await withDatabase(at, ({ query }) =>
    query<{ ssl: boolean; whose: string | null }>(isSecure),
  );
  return row;
};
const refusal = (how?: ServerTls) =>
  ask(how).catch((error: { code: string; message: string; hint: string }) => error);
const verify = async (more: Partial<ServerTls> = {}): Promise<ServerTls> => ({
  mode: 'verify',
  ca: await pem(authority.ca),
  name: 'db.example',
  ...more,
});
const shown = async (): Promise<Partial<ServerTls>> => ({
  cert: await pem(client.cert),
  key: secret(await pem(client.key)),
});

describe('a server that takes connections with TLS alone', () => {
  beforeEach(() => tls.rules(onlySecure));

  it('is reached as the managers reach it, where cluster.yaml says nothing', async () => {
    expect(await ask()).toEqual({ ssl: true, whose: null });
    expect(await ask({ mode: 'require' })).toMatchObject({ ssl: true });
  });

  it('is known by its authority and its name', async () => {
    expect(await ask(await verify())).toMatchObject({ ssl: true });
  });

  it('is reached through a host, under its own name', async () => {
    const through = () => thisMachine.connect(address, 5_000);
    const { name: _none, ...bare } = await verify();
    expect(await ask(bare, { host: 'db.example', through })).toMatchObject({ ssl: true });
    await expect(ask(bare, { host: 'localhost', through })).rejects.toMatchObject({ code: 'database.tls' });
    const at = { ...address, host: 'db.example', through, tls: bare };
    const { stdout } = await runTool(thisMachine, at, [programs.pgDump, '--schema-only', 'postgres'], {});
    expect(stdout).toContain('PostgreSQL database dump complete');
  });

  it('says what to write where it is asked without', async () => {
    expect(await refusal({ mode: 'off' })).toMatchObject({
      code: 'database.refused',
      hint: expect.stringContaining(
        'takes connections with TLS only: set tls of the database in cluster.yaml',
      ),
    });
  });

  it('is not taken for another one', async () => {
    const { name: _none, ...bare } = await verify();
    expect(await refusal(bare)).toMatchObject({
      code: 'database.tls',
      message: expect.stringContaining('its certificate names another host: DNS:db.example'),
      hint: expect.stringContaining('name: NAME'),
    });
    expect(await refusal(await verify({ ca: await pem(other.ca) }))).toMatchObject({
      code: 'database.tls',
      message: expect.stringContaining('from an authority that is not known here'),
      hint: expect.stringContaining('ca: FILE'),
    });
    await tls.shows(expired);
    try {
      expect(await refusal(await verify())).toMatchObject({
        code: 'database.tls',
        message: expect.stringContaining('its certificate has expired'),
      });
      expect(await refusal({ mode: 'require' })).toMatchObject({ ssl: true });
    } finally {
      await tls.shows(own);
    }
  });

  it('is dumped by a program that knows nothing of certificates, and lets no other in its place', async () => {
    const dump = (how: ServerTls) =>
      runTool(thisMachine, { ...address, tls: how }, [programs.pgDump, '--schema-only', 'postgres'], {});
    expect((await dump(await verify())).stdout).toContain('PostgreSQL database dump complete');
    expect((await dump({ mode: 'require' })).stdout).toContain('PostgreSQL database dump complete');
    await expect(dump({ mode: 'off' })).rejects.toThrow('no encryption');
    await expect(dump(await verify({ ca: await pem(other.ca) }))).rejects.toThrow();
  });

  it('is dumped on a host, with files that are gone afterwards', async () => {
    const tools = { ...programs, areThere: true } as const;
    const lent: string[] = [];
    const host = {
      ...thisMachine,
      lend: async (name: string, content: string) => {
        const file = await thisMachine.lend(name, content);
        lent.push(file.path);
        return file;
      },
    };
    const at = { ...address, tls: await verify(await shown()) };
    const { stdout } = await runTool(host, at, [programs.pgDump, '--schema-only', 'postgres'], { tools });
    expect(stdout).toContain('PostgreSQL database dump complete');
    expect(lent).toHaveLength(3);
    for (const path of lent) expect(await thisMachine.stat(path)).toBeUndefined();
  });
});

describe('a server that asks for a certificate of ours', () => {
  beforeEach(() => tls.rules(withCertificate));

  it('takes the one that cluster.yaml names', async () => {
    expect(await ask(await verify(await shown()))).toEqual({ ssl: true, whose: '/CN=postgres' });
    expect(await ask({ mode: 'require', ...(await shown()) })).toMatchObject({ ssl: true });
    const dumped = await runTool(
      thisMachine,
      { ...address, tls: await verify(await shown()) },
      [programs.pgDump, '--schema-only', 'postgres'],
      {},
    );
    expect(dumped.stdout).toContain('PostgreSQL database dump complete');
  });

  it('says so where there is none, or another', async () => {
    for (const how of [undefined, await verify()])
      expect(await refusal(how)).toMatchObject({
        code: 'database.refused',
        hint: expect.stringContaining('give cert and key'),
      });
    const strange = await other.issue('strange', { subject: '/CN=postgres', use: 'clientAuth' });
    const its = { cert: await pem(strange.cert), key: secret(await pem(strange.key)) };
    expect(await refusal(await verify(its))).toMatchObject({
      code: 'database.tls',
      message: expect.stringContaining('it does not take the certificate that we show'),
    });
    const mixed = await refusal(await verify({ ...its, cert: await pem(client.cert) }));
    expect(mixed).toMatchObject({
      code: 'database.tls',
      message: expect.stringContaining('no TLS comes about'),
      hint: expect.stringContaining('the files that tls of the database in cluster.yaml names'),
    });
    expect(JSON.stringify(mixed)).not.toContain('PRIVATE');
  });
});

it('a server whose rules let in connections without TLS alone is reached as the managers reach it', async () => {
  await tls.rules(onlyPlain);
  expect(await ask()).toMatchObject({ ssl: false });
  expect(await ask({ mode: 'off' })).toMatchObject({ ssl: false });
  expect(await refusal({ mode: 'require' })).toMatchObject({
    code: 'database.refused',
    hint: expect.stringContaining('without TLS only, set tls of the database in cluster.yaml to off'),
  });
});

it('a server that speaks no TLS is reached without, and says so where TLS is asked for', async () => {
  await tls.rules('host all all 127.0.0.1/32 scram-sha-256');
  await server.set({ ssl: 'off' });
  expect(await ask()).toMatchObject({ ssl: false });
  expect(await refusal({ mode: 'require' })).toMatchObject({
    code: 'database.tls',
    message: expect.stringContaining('it speaks no TLS'),
    hint: expect.stringContaining('turn ssl on in postgresql.conf of the server, or'),
  });
});
