import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { plan, stopped } from '../../src/io/journal/contract.ts';
import { freePorts } from '../../src/io/services/free-ports.ts';
import { secret } from '../../src/lib/secret.ts';
import { type Authority, makeAuthority, pem } from './authority.ts';
import { ownStore } from './own-store.ts';
import { tlsPostgres } from './tls-postgres.ts';

const own = ownStore('refusals');

describe('a store that does not let us in is told by what is wrong', () => {
  it.each([
    [
      'a wrong password',
      { password: secret('guessed') },
      /^store\.refused: PostgreSQL at 127.0.0.1:\d+ refused postgres on the store "runs_\d+": password authentication failed/,
      /check user and password under store\.postgres/,
    ],
    [
      'no such database',
      { name: 'nowhere' },
      /^store\.refused: .* has no database "nowhere", which is to be the store/,
      /make it: createdb -h 127.0.0.1 -p \d+ nowhere/,
    ],
    [
      'no route',
      { host: 'store.invalid' },
      /^store\.unreachable: the store "runs_\d+" on PostgreSQL at store\.invalid:\d+ does not answer: .*(ENOTFOUND|EAI_AGAIN)/,
      /check host and port under store\.postgres/,
    ],
    [
      'no TLS where who answers is to be proven',
      { tls: { mode: 'verify' as const } },
      /^store\.tls: the store "runs_\d+" on .*: it speaks no TLS/,
      /set tls of the store to off/,
    ],
  ])('%s', async (_what, address, said, hint) => {
    const refused = await own()
      .open({ address })
      .list()
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ hint: expect.stringMatching(hint) });
    const { code, message } = refused as { code: string; message: string };
    expect(`${code}: ${message}`).toMatch(said);
    expect(`${code}: ${message}`).not.toContain('guessed');
  });

  it('nobody at its port', async () => {
    const [port = 0] = await freePorts(1);
    await expect(own().open({ address: { port } }).list()).rejects.toMatchObject({
      code: 'store.unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('no right to make it', async () => {
    await own().beside(`DROP ROLE IF EXISTS poor`, `CREATE ROLE poor LOGIN PASSWORD 'quiet'`);
    const poor = { user: 'poor', password: secret('quiet') };
    const journal = own().open({ address: poor });
    expect(await journal.list()).toEqual([]);
    await expect(journal.create(plan)).rejects.toMatchObject({
      code: 'store.no-rights',
      hint: expect.stringContaining(`GRANT CREATE ON DATABASE "${own().address().name}" TO "poor"`),
    });
    await own().beside(`GRANT CREATE ON DATABASE ${own().address().name} TO poor`);
    const record = await journal.create(plan);
    await record.append(stopped('a'));
    await own().sql(`REVOKE INSERT ON baiup.events FROM poor`);
    await own().beside(`DROP ROLE IF EXISTS other`, `CREATE ROLE other LOGIN PASSWORD 'quiet'`);
    await expect(
      own()
        .open({ address: { ...poor, user: 'other' } })
        .list(),
    ).rejects.toMatchObject({
      code: 'store.no-rights',
      message: expect.stringMatching(/^other may not use the store/),
    });
    await own().sql('DROP SCHEMA baiup CASCADE');
    await own().beside(`REVOKE CREATE ON DATABASE ${own().address().name} FROM poor`);
  });

  it('a schema of a newer version', async () => {
    await own().open().create(plan);
    await own().sql('UPDATE baiup.store SET version = 8, least = 7');
    await expect(own().open().list()).rejects.toMatchObject({
      code: 'store.schema-newer',
      exit: 2,
      message: expect.stringMatching(/ is of version 8; this baiup knows versions up to \d$/),
      left: 'nothing was changed by this command',
    });
    await own().sql('UPDATE baiup.store SET least = 1');
    expect(await own().open().list()).toEqual(['r-1']);
  });
});

it('a store is made once, however many begin to use it at the same moment', async () => {
  const journals = Array.from({ length: 6 }, () => own().open());
  const records = await Promise.all(journals.map((journal) => journal.create(plan)));
  expect(new Set(records.map(({ name }) => name)).size).toBe(6);
  expect(await own().sql('SELECT version, least FROM baiup.store')).toEqual([{ version: 1, least: 1 }]);
});

it('whoever looks before anybody has made it finds no runs, and makes nothing', async () => {
  expect(await own().open().list()).toEqual([]);
  await expect(own().open().reader('r-1')).rejects.toMatchObject({ code: 'run.unknown' });
  expect(await own().sql("SELECT 1 FROM pg_namespace WHERE nspname = 'baiup'")).toEqual([]);
});

describe('a store with TLS', () => {
  let authority: Authority;
  let stranger: Authority;
  beforeAll(async () => {
    const { folder, server } = own();
    authority = await makeAuthority(folder);
    stranger = await makeAuthority(folder, 'stranger');
    const certified = await authority.issue('server', { subject: '/CN=db', names: 'DNS:localhost' });
    const set = (settings: Record<string, string>) => server.set(settings);
    const tls = await tlsPostgres(join(folder, 'data'), { set, ca: authority.ca, certified });
    await tls.rules('host all all 127.0.0.1/32 scram-sha-256');
  });

  const list = async (ca: string, host: string) =>
    own()
      .open({ address: { host, tls: { mode: 'verify', ca: await pem(ca) } } })
      .list();

  it('is used where its certificate is of whom we trust and names it, and in no other case', async () => {
    expect(await list(authority.ca, 'localhost')).toEqual([]);
    await expect(list(authority.ca, '127.0.0.1')).rejects.toMatchObject({ code: 'store.tls' });
    await expect(list(stranger.ca, 'localhost')).rejects.toMatchObject({
      code: 'store.tls',
      hint: expect.stringContaining('set tls of the store to { mode: verify, ca: FILE }'),
    });
  });
});
