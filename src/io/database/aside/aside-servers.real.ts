import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ownPostgres } from '../../../../tests/real/own-postgres.ts';
import { type SmallDisk, smallDisk } from '../../../../tests/real/small-disk.ts';
import { secret } from '../../../lib/secret.ts';
import { waitFor } from '../../../lib/wait.ts';
import { wheelFolder } from '../../python/wheel-folder.ts';
import { findPostgresPrograms } from '../../services/find-postgres-programs.ts';
import { freePorts } from '../../services/free-ports.ts';
import { postgresServer } from '../../services/postgres-server.ts';
import { type DatabaseAddress, withDatabase } from '../database.ts';
import { besideDatabase } from '../server.ts';
import { asideDoor } from './aside-door.ts';
import { canSetAside } from './can-set-aside.ts';

/** Databases are set aside on servers that are not as any other. */
const purpose = { run: '0123456789ab', hop: 1 };

const rowsAt = (address: DatabaseAddress) =>
  withDatabase(address, async (database) =>
    (await database.query<{ n: number }>('SELECT count(*)::int AS n FROM things')).map(({ n }) => n),
  );

async function make(address: DatabaseAddress, rows: number, where = ''): Promise<void> {
  await besideDatabase(address, (server) => server.query(`CREATE DATABASE "${address.name}" ${where}`));
  await withDatabase(address, (database) =>
    database.query(
      'CREATE TABLE things AS SELECT n, repeat(md5(n::text), 30) AS text FROM generate_series(1, $1::int) n',
      [rows],
    ),
  );
}

describe('a server that streams to a replica', () => {
  const own = ownPostgres('aside-replica');
  let end = async (): Promise<void> => undefined;
  afterAll(() => end());

  /** A copy of the server's files, which follows it. @returns its port */
  async function replica(): Promise<number> {
    const { folder, address, server } = own();
    const [port = 0] = await freePorts(1);
    const there = join(folder, 'replica');
    await server.stop({ timeoutMs: 30_000 });
    await cp(join(folder, 'data'), join(there, 'data'), { recursive: true });
    await server.start({ timeoutMs: 30_000 });
    await writeFile(join(there, 'data/standby.signal'), '');
    const from = `host=127.0.0.1 port=${address.port} user=postgres password=aside-replica`;
    await writeFile(join(there, 'data/postgresql.auto.conf'), `primary_conninfo = '${from}'\n`);
    const password = secret('aside-replica');
    const tools = await findPostgresPrograms({ wheels: wheelFolder });
    const follower = postgresServer({ folder: there, port, password, scratch: true }, tools);
    end = () => follower.stop({ timeoutMs: 30_000 });
    await follower.start({ timeoutMs: 30_000 });
    return port;
  }

  it('has it follow: the copy under the name, the old one aside, and back', async () => {
    const port = await replica();
    const address = { ...own().address, name: 'backend' };
    await make(address, 2);
    const door = asideDoor(address, purpose);
    const follows = (expected: Readonly<Record<string, number>>) =>
      waitFor(
        async () => {
          const names = await besideDatabase({ ...address, port }, (server) =>
            server.query<{ name: string }>(
              "SELECT datname::text AS name FROM pg_database WHERE starts_with(datname, 'backend') ORDER BY 1",
            ),
          );
          const rows = names.map(async ({ name }) => [name, (await rowsAt({ ...address, port, name }))[0]]);
          const found = Object.fromEntries(await Promise.all(rows));
          return JSON.stringify(found) === JSON.stringify(expected) ? true : undefined;
        },
        { what: 'the replica to follow', timeoutMs: 30_000 },
      );
    await follows({ backend: 2 });
    expect(await withDatabase(address, (database) => canSetAside(database, { free: undefined }))).toEqual([]);
    await door.move(['name', 'aside']);
    await door.copy();
    await withDatabase({ ...address, name: door.names.copy }, (database) =>
      database.query('INSERT INTO things VALUES (3)'),
    );
    await door.move(['copy', 'name']);
    await follows({ backend: 3, [door.names.aside]: 2 });
    await door.move(['name', 'undone'], ['aside', 'name']);
    await follows({ backend: 2, [door.names.undone]: 3 });
    await door.drop('undone');
    await follows({ backend: 2 });
  });
});

describe('a server whose disk becomes full', () => {
  let disk: SmallDisk;
  const own = ownPostgres('aside-room', async (folder) => {
    disk = await smallDisk(join(folder, 'disk'), 48);
    return { prefix: disk.enter };
  });
  afterAll(() => disk?.close());

  it('ends a copy in the middle: what was set aside is as it was, and is copied once there is room', async () => {
    const address = { ...own().address, name: 'cramped' };
    await besideDatabase(address, (server) =>
      server.query(`CREATE TABLESPACE small LOCATION '${join(own().folder, 'disk')}'`),
    );
    await make(address, 5_000, 'TABLESPACE small');
    const { move, copy, found, names, size } = asideDoor(address, purpose);
    await move(['name', 'aside']);
    await disk.fill(Math.floor((await size('aside')) / 2));
    await expect(copy()).rejects.toMatchObject({
      code: 'database.no-room',
      message: expect.stringContaining(`"${names.aside}" was copied`),
    });
    expect(Object.keys(await found())).toEqual(['aside']);
    expect(await rowsAt({ ...address, name: names.aside })).toEqual([5_000]);
    await disk.free();
    await copy();
    expect(await rowsAt({ ...address, name: names.copy })).toEqual([5_000]);
    await move(['copy', 'name']);
    expect(Object.keys(await found()).sort()).toEqual(['aside', 'name']);
  });
});
