import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ownPostgres } from '../../../tests/real/own-postgres.ts';
import {
  type Database,
  type DatabaseAddress,
  openDatabase,
  withDatabase,
} from '../../io/database/database.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { wheelFolder } from '../../io/python/wheel-folder.ts';
import { findPostgresPrograms } from '../../io/services/find-postgres-programs.ts';
import type { StepContext } from '../steps/context.ts';
import { othersLeave } from '../steps/others-leave.ts';
import { contextDatabase } from './context-database.ts';
import { dumpToolsHere } from './dump-tools.ts';

/** Other programs at a real server: who is seen, and who may be ended, hangs on rights. */
const own = ownPostgres('others');
const at = (user: string): DatabaseAddress => ({ ...own().address, user, name: 'backend' });
const tools = dumpToolsHere(thisMachine, () => findPostgresPrograms({ wheels: wheelFolder }));
const doorOf = (user: string) => contextDatabase({ address: at(user), ...tools });

const opened: Database[] = [];
async function program(name: string, user: string, ...statements: string[]): Promise<Database> {
  const database = await openDatabase(at(user));
  opened.push(database);
  await database.query(`SET application_name = '${name}'`);
  for (const statement of statements) await database.query(statement);
  return database;
}
const asSuperuser = (sql: string) => withDatabase(at('postgres'), ({ query }) => query(sql));

beforeAll(async () => {
  const { query, close } = await openDatabase(own().address);
  for (const role of ['upgrade', 'report']) await query(`CREATE ROLE ${role} LOGIN PASSWORD 'others'`);
  await query('CREATE DATABASE backend OWNER upgrade');
  await close();
  await asSuperuser('CREATE TABLE kernels (id int); GRANT SELECT ON kernels TO report');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close().catch(() => undefined)));
  await asSuperuser('REVOKE pg_signal_backend, pg_read_all_stats FROM upgrade');
});

let runs = 0;
async function leave(user: string, policy: string) {
  runs += 1;
  const runFolder = join(own().folder, `run-${runs}`);
  await mkdir(runFolder);
  const context = { database: doorOf(user), runFolder, signal: new AbortController().signal };
  const params = othersLeave.params.parse({ hop: 1, policy, seconds: 0.3 });
  return othersLeave.apply(params, context as unknown as StepContext, 'todo');
}

const working = ['BEGIN', 'SELECT FROM kernels'];

describe('a superuser', () => {
  it('names who works, gives the hop up for it, or ends it with all others but baiup’s own', async () => {
    const idle = await program('exporter', 'report');
    const ours = await program('baiup migrator 7', 'postgres');
    await program('psql', 'report', ...working);
    await expect(leave('postgres', 'wait')).rejects.toMatchObject({
      code: 'others.stay',
      message: expect.stringMatching(/ after 1s: process \d+ \(psql of report, from 127\.0\.0\.1.*kernels$/),
    });
    await idle.query('SELECT 1');
    expect(await leave('postgres', 'end')).toEqual({
      ended: expect.arrayContaining([
        expect.stringMatching(/\(exporter of report/),
        expect.stringMatching(/\(psql of report/),
      ]),
    });
    await expect(idle.query('SELECT 1')).rejects.toThrow();
    expect(await ours.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('does not end a session whose process number another one has by now', async () => {
    const idle = await program('exporter', 'report');
    const door = doorOf('postgres');
    const [found] = await door.others();
    if (!found) throw new Error('nobody is there');
    expect(await door.endOthers([{ ...found, port: 1 }])).toEqual([]);
    expect(await door.endOthers([{ ...found, user: 'postgres' }])).toEqual([]);
    await idle.query('SELECT 1');
    expect(await door.mayEndOthers()).toBe(true);
  });
});

it('a session that keeps a lock of the managers would hold up the next ones; another lock by number would not', async () => {
  await program('manager', 'report', 'SELECT pg_advisory_lock(191)', 'SELECT pg_advisory_lock(8)');
  await expect(leave('postgres', 'wait')).rejects.toMatchObject({
    code: 'others.stay',
    message: expect.stringMatching(/: process \d+ \(manager of report, .*\) with the managers' lock 191$/),
  });
  await program('cron', 'report', 'SELECT pg_advisory_lock(7)');
  expect(await leave('postgres', 'end')).toMatchObject({ ended: { length: 2 } });
  await program('cron', 'report', 'SELECT pg_advisory_lock(7)');
  expect(await leave('postgres', 'wait')).toMatchObject({ stayed: [expect.stringContaining('(cron of')] });
});

describe('a role that is none', () => {
  it('sees program, role and locks of others, and ends nobody', async () => {
    await program('psql', 'report', ...working);
    const door = doorOf('upgrade');
    expect(await door.mayEndOthers()).toBe(false);
    expect(await door.others()).toMatchObject([
      { program: 'psql', user: 'report', hidden: true, unendable: true, port: null, transaction: null },
    ]);
    await expect(leave('upgrade', 'wait')).rejects.toMatchObject({
      code: 'others.stay',
      message: expect.stringMatching(
        /psql of report, of which our role may see no more\) with AccessShareLock/,
      ),
    });
    await expect(leave('upgrade', 'end')).rejects.toMatchObject({
      code: 'others.unendable',
      hint: expect.stringContaining('GRANT pg_signal_backend'),
    });
    expect(await door.others()).toHaveLength(1);
  });

  it('ends and sees those that it was given the rights for, superusers’ sessions not', async () => {
    await asSuperuser('GRANT pg_signal_backend, pg_read_all_stats TO upgrade');
    await program('psql', 'report', ...working);
    expect(await leave('upgrade', 'end')).toEqual({
      ended: [expect.stringMatching(/psql of report, from 127/)],
    });
    await program('psql', 'postgres', ...working);
    await expect(leave('upgrade', 'end')).rejects.toMatchObject({
      code: 'others.unendable',
      message: expect.stringMatching(/psql of postgres/),
    });
  });
});
