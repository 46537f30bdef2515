import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseAddress, withDatabase } from '../../io/database/database.ts';
import { besideDatabase } from '../../io/database/server.ts';
import { hasSshd, ownSshd } from '../../io/hosts/own-sshd.ts';
import { sshHost } from '../../io/hosts/ssh-host.ts';
import { wheelFolder } from '../../io/python/wheel-folder.ts';
import { findPostgresPrograms } from '../../io/services/find-postgres-programs.ts';
import { freePorts } from '../../io/services/free-ports.ts';
import { type PostgresServer, postgresServer } from '../../io/services/postgres-server.ts';
import { limiter } from '../../lib/limiter.ts';
import { secret } from '../../lib/secret.ts';
import { stateHome } from '../../lib/state-home.ts';
import { contextDatabase } from './context-database.ts';
import { dumpToolsOn } from './dump-tools.ts';
import { throughHost } from './through-hosts.ts';

const isThere = await hasSshd();

afterAll(() => {
  const why = 'left out: dumps on hosts by SSH, because this machine has no sshd (openssh-server)\n';
  if (!isThere) process.stderr.write(why);
});

describe.skipIf(!isThere)('a database that a host dumps and restores', () => {
  let folder: string;
  let server: PostgresServer;
  let sshd: Awaited<ReturnType<typeof ownSshd>>;
  let host: ReturnType<typeof sshHost>;
  let near: DatabaseAddress;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'baiup-dumped-'));
    const [port = 0] = await freePorts(1);
    const password = secret('dumped');
    const programs = await findPostgresPrograms({ wheels: wheelFolder });
    server = postgresServer({ folder: join(folder, 'server'), port, password, scratch: true }, programs);
    await server.init();
    await server.start({ timeoutMs: 30_000 });
    near = { host: '127.0.0.1', port, name: 'boats', user: 'postgres', password };
    await besideDatabase(near, ({ query }) => query('CREATE DATABASE boats'));
    await withDatabase(near, ({ query }) => query('CREATE TABLE oars AS SELECT 7 AS count'));
    const path = `${dirname(programs.pgDump)}:/usr/bin:/bin`;
    sshd = await ownSshd({ BAIUP_HOME: join(folder, 'there'), PATH: path });
    const { destination, port: at, config } = sshd;
    const options = { destination, port: at, config, connecting: limiter(4) };
    host = sshHost('m1', { ...options, password: async () => undefined });
  });
  afterAll(async () => {
    host?.close();
    await sshd?.end();
    await server?.stop({ timeoutMs: 30_000 });
    await rm(folder, { recursive: true, force: true });
  });

  it('has its dumps there, found again by the run, and is reached through it', async () => {
    const through = throughHost({ via: 'm1' }, () => host);
    const database = contextDatabase({
      address: { ...near, through },
      ...dumpToolsOn(host),
    });
    const kept = join(stateHome(), 'runs', 'r-dumped', 'hop-1.database.dump');
    const place = join(folder, 'there/runs/r-dumped/hop-1.database.dump');
    expect(await database.keeps(kept)).toBe(false);
    expect(await database.roomAway(kept)).toEqual({
      host: 'm1',
      folder: dirname(place),
      free: expect.any(Number),
    });
    const dumped = await database.dump(kept, new AbortController().signal);
    expect(dumped).toMatchObject({ host: 'm1', folder: place });
    expect(dumped.size).toBeGreaterThan(0);
    expect(await database.keeps(kept)).toBe(true);
    expect(await database.seal(kept)).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await readdir(dirname(place))).toEqual(['hop-1.database.dump', 'hop-1.database.dump.sha256']);
    await withDatabase(near, ({ query }) => query('UPDATE oars SET count = 0'));
    await database.restore(kept);
    expect(await withDatabase(near, ({ query }) => query('SELECT count FROM oars'))).toEqual([{ count: 7 }]);
  });
});
