import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownPostgres } from '../../../../tests/real/own-postgres.ts';
import { secret } from '../../../lib/secret.ts';
import { type DatabaseAddress, openDatabase, withDatabase } from '../database.ts';
import { besideDatabase } from '../server.ts';
import { asideDoor } from './aside-door.ts';

const own = ownPostgres('aside-faults');
const at = (name: string): DatabaseAddress => ({ ...own().address, name, password: secret('aside-faults') });
const door = (name: string) => asideDoor(at(name), { run: '0123456789ab', hop: 1 });

const rowsOf = (name: string) =>
  withDatabase(at(name), async (database) =>
    (await database.query<{ n: number }>('SELECT count(*)::int AS n FROM things')).map(({ n }) => n),
  );

async function make(name: string, rows = 2): Promise<void> {
  await besideDatabase(at(name), (server) => server.query(`CREATE DATABASE "${name}"`));
  await withDatabase(at(name), async (database) => {
    await database.query(
      'CREATE TABLE things AS SELECT n, repeat(md5(n::text), 30) AS text FROM generate_series(1, $1::int) n',
      [rows],
    );
  });
}

beforeAll(() => make('plain'));

describe('a copy that fails in the middle', () => {
  it('leaves what was set aside as it was, and can be made again', async () => {
    await make('cut', 60_000);
    const { move, copy, found, names, drop } = door('cut');
    await move(['name', 'aside']);
    // As a server without room ends it: the statement fails, and the server takes away what it has copied.
    const failing = copy();
    failing.catch(() => undefined);
    await besideDatabase(at('plain'), async (server) => {
      for (let looks = 0; looks < 500; looks += 1) {
        const ended = await server.query<{ ended: boolean }>(
          "SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE state = 'active' AND starts_with(query, 'CREATE DATABASE')",
        );
        if (ended.length > 0) break;
        await delay(2);
      }
    });
    await expect(failing).rejects.toThrow();
    expect(Object.keys(await found())).toEqual(['aside']);
    expect(await rowsOf(names.aside)).toEqual([60_000]);
    await copy();
    expect(await rowsOf(names.copy)).toEqual([60_000]);
    await move(['aside', 'name']);
    await drop('copy');
    expect(Object.keys(await found())).toEqual(['name']);
  });
});

describe('a program that comes again and again', () => {
  it('keeps nobody from setting a database aside, or is named', async () => {
    await make('haunted');
    const { move, found } = door('haunted');
    let isOver = false;
    const haunting = (async () => {
      while (!isOver) {
        const visitor = await openDatabase(at('haunted')).catch(() => undefined);
        await visitor?.query('SELECT 1').catch(() => undefined);
        await visitor?.close().catch(() => undefined);
      }
    })();
    const ended = await move(['name', 'aside']).then(
      () => 'moved',
      (error: unknown) => error,
    );
    isOver = true;
    await haunting;
    if (ended === 'moved') expect(Object.keys(await found())).toEqual(['aside']);
    else expect(ended).toMatchObject({ code: 'database.busy' });
  });

  it('keeps its name, and who stays is named, where a session does not end at all', async () => {
    await make('stuck');
    const { move, found } = door('stuck');
    const visitor = await openDatabase(at('stuck'));
    const pid = visitor.backendPid;
    if (pid === undefined) throw new Error('the server does not say which process it is');
    // As one that waits for a disk that never answers.
    process.kill(pid, 'SIGSTOP');
    try {
      await expect(move(['name', 'aside'])).rejects.toMatchObject({
        code: 'database.busy',
        message: expect.stringContaining('postgres'),
        left: 'no database has another name than before',
      });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    expect(Object.keys(await found())).toEqual(['name']);
    await move(['name', 'aside']);
    expect(Object.keys(await found())).toEqual(['aside']);
    await visitor.close().catch(() => undefined);
  }, 120_000);

  it('is counted among the visitors of a database, and baiup is not', async () => {
    await make('seen');
    const { visitors, size } = door('seen');
    const visitor = await openDatabase({ ...at('seen') });
    await visitor.query("SET application_name = 'psql'");
    expect(await visitors('name')).toEqual(['psql of role postgres']);
    await visitor.query("SET application_name = 'baiup r-1'");
    expect(await visitors('name')).toEqual([]);
    await visitor.close();
    expect(await size('name')).toBeGreaterThan(1e6);
    expect(await size('undone')).toBe(0);
  });
});
