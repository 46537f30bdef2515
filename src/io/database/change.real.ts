import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownPostgres } from '../../../tests/real/own-postgres.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { wheelFolder } from '../python/wheel-folder.ts';
import { findPostgresPrograms } from '../services/find-postgres-programs.ts';
import { changeInOneTransaction } from './change.ts';
import { type DatabaseAddress, withDatabase } from './database.ts';
import { dumpDatabase } from './dump.ts';
import { readAllRows } from './read-rows.ts';
import { restoreDatabase } from './restore.ts';
import { besideDatabase } from './server.ts';
import { readSlots, slotTypesStatement } from './slot-types.ts';

const own = ownPostgres('change');
let address: DatabaseAddress;

beforeAll(async () => {
  address = own().address;
  await withDatabase(address, (database) =>
    database.query(`CREATE TABLE lamps (id int PRIMARY KEY, owner text);
      INSERT INTO lamps SELECT n, CASE WHEN n > 50 THEN 'ana' END FROM generate_series(1, 100) n`),
  );
});

const dark = {
  of: ['lamps.id', 'lamps.owner'],
  select: 'SELECT id, owner FROM lamps WHERE owner IS NULL ORDER BY id',
};
describe('a database that only a host of the cluster reaches', () => {
  it('is asked, dumped and restored through it', async () => {
    const connect = () => thisMachine.connect(address, 5_000);
    const through = { ...address, host: 'database.invalid', through: connect };
    await besideDatabase(address, ({ query }) => query('CREATE DATABASE beside'));
    const beside = { ...through, name: 'beside' };
    await withDatabase(beside, ({ query }) => query('CREATE TABLE boats AS SELECT 7 AS oars'));
    const tools = await findPostgresPrograms({ wheels: wheelFolder });
    const dump = { host: thisMachine, tools, address: beside, folder: join(own().folder, 'beside.dump') };
    await dumpDatabase(dump);
    await withDatabase(beside, ({ query }) => query('DROP TABLE boats'));
    await restoreDatabase(dump);
    const near = { ...address, name: 'beside' };
    expect(await withDatabase(near, ({ query }) => query('SELECT oars FROM boats'))).toEqual([{ oars: 7 }]);
  });
});

const look = () => withDatabase(address, (database) => readAllRows(database, { dark }));

describe('rows that checks ask for', () => {
  it('are counted, and the first are kept', async () => {
    const { dark: found } = await look();
    expect(found?.count).toBe(50);
    expect(found?.first).toHaveLength(20);
    expect(found?.first[0]).toEqual({ id: 1, owner: null });
  });

  it('are none where a release has no such column', async () => {
    const other = { of: ['lamps.owner', 'lamps.colour'], select: 'SELECT colour FROM lamps' };
    const found = await withDatabase(address, (database) => readAllRows(database, { other, dark }));
    expect(found).toMatchObject({ other: { count: 0, first: [] }, dark: { count: 50 } });
  });

  it('cannot be written by the question', async () => {
    await withDatabase(address, (database) => database.query('CREATE SEQUENCE numbers'));
    const greedy = { of: ['lamps.id'], select: "SELECT nextval('numbers')" };
    const asked = withDatabase(address, (database) => readAllRows(database, { greedy }));
    await expect(asked).rejects.toMatchObject({
      code: 'database.failed',
      message: expect.stringMatching(/read-only/),
    });
  });
});

describe('changes in one transaction', () => {
  it('are all kept, or none', async () => {
    const right = { sql: "UPDATE lamps SET owner = 'bo' WHERE id <= 10", rows: 10 };
    const wrong = {
      sql: "UPDATE lamps SET owner = 'bo' WHERE id = 1000",
      rows: 1,
      otherwise: 'is there a lamp 1000?',
    };
    await expect(changeInOneTransaction(address, [right, wrong])).rejects.toMatchObject({
      code: 'database.changed-otherwise',
      hint: 'is there a lamp 1000?',
    });
    expect((await look())['dark']?.count).toBe(50);
    await changeInOneTransaction(address, [right, { sql: 'ALTER TABLE lamps ADD COLUMN colour text' }]);
    expect((await look())['dark']?.count).toBe(40);
  });
});

it('slots of agents in any state are read, and those that the table lacks are added as every release takes them', async () => {
  const slots = () => withDatabase(address, readSlots);
  const sql = (text: string) => withDatabase(address, (database) => database.query(text));
  await sql(`CREATE TABLE agents (id text, status text, available_slots jsonb);
    INSERT INTO agents VALUES ('i-b', 'LOST', '{"cpu": "8", "lab''s.device": "2"}'), ('i-a', 'ALIVE', '{"cpu": "8"}'),
      ('i-c', 'TERMINATED', 'null')`);
  const found = [
    { name: 'cpu', count: 2, agents: ['i-a', 'i-b'] },
    { name: "lab's.device", count: 1, agents: ['i-b'] },
  ];
  expect(await slots()).toEqual({ slots: found });
  await sql(`CREATE TABLE resource_slot_types (slot_name varchar(64) PRIMARY KEY, slot_type varchar(16) NOT NULL,
      rank int NOT NULL DEFAULT 0);
    INSERT INTO resource_slot_types VALUES ('cpu', 'count', 40)`);
  expect(await slots()).toEqual({ slots: found, registered: ['cpu'] });
  const added = [
    { name: 'cpu', type: 'bytes' },
    { name: "lab's.device", type: 'unique' },
  ];
  await changeInOneTransaction(address, [slotTypesStatement(added)]);
  expect(await sql('SELECT * FROM resource_slot_types ORDER BY 1')).toEqual([
    { slot_name: 'cpu', slot_type: 'count', rank: 40 },
    { slot_name: "lab's.device", slot_type: 'unique', rank: 0 },
  ]);
  await sql('ALTER TABLE agents DROP COLUMN available_slots');
  expect(await slots()).toMatchObject({ slots: [], registered: ['cpu', "lab's.device"] });
});
