import { beforeAll, expect, it } from 'vitest';
import { ownPostgres } from '../../../tests/real/own-postgres.ts';
import { type DatabaseAddress, withDatabase } from './database.ts';
import { readKeysAgain, readSampleKeys, readStillHeld } from './sample-keys.ts';

const own = ownPostgres('samples');
let address: DatabaseAddress;

const query = (text: string) => withDatabase(address, (database) => database.query(text));
const read = async () =>
  (await withDatabase(address, readSampleKeys)).map(({ who, accessKey, secretKey }) => [
    `${who.role} ${who.domain}/${who.project}`,
    accessKey,
    secretKey.reveal(),
  ]);

const id = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
const [ana, ben, root, gone, vision, speech, models] = ['a', 'b', 'c', 'd', '1', '2', '3'].map(id);

beforeAll(async () => {
  address = own().address;
  await query(`
    CREATE TABLE users (uuid uuid, email text, role text, domain_name text, status text);
    CREATE TABLE keypairs (access_key text, secret_key text, "user" uuid, is_active bool);
    CREATE TABLE domains (name text, is_active bool);
    CREATE TABLE groups (id uuid, name text, domain_name text, is_active bool, type text);
    CREATE TABLE association_groups_users (user_id uuid, group_id uuid);
    CREATE TABLE vfolders (id uuid, "user" uuid);
    CREATE TABLE images (name text, architecture text);
    INSERT INTO users VALUES ('${ana}', 'ana', 'user', 'main', 'active'), ('${ben}', 'ben', 'user', 'main', 'active'),
      ('${root}', 'root', 'superadmin', 'main', 'active'), ('${gone}', 'gone', 'admin', 'main', 'inactive');
    INSERT INTO keypairs VALUES ('AK1', 'first', '${ana}', true), ('AK2', 'second', '${ana}', true),
      ('AK3', 'third', '${ben}', true), ('AK4', 'fourth', '${root}', true), ('AK0', 'over', '${root}', false),
      ('AK5', 'fifth', '${gone}', true);
    INSERT INTO domains VALUES ('main', true);
    INSERT INTO groups VALUES ('${vision}', 'vision', 'main', true, 'general'),
      ('${speech}', 'speech', 'main', true, 'general'), ('${models}', 'models', 'main', true, 'model-store');
    INSERT INTO association_groups_users VALUES ('${ana}', '${vision}'), ('${ben}', '${vision}'), ('${ana}', '${models}'),
      ('${ben}', '${speech}'), ('${root}', '${vision}'), ('${gone}', '${vision}');
    INSERT INTO vfolders VALUES ('${ana}', NULL);
    INSERT INTO images VALUES ('cr/python:3', 'x86_64')`);
});

it('are one active keypair of each role, domain and project', async () => {
  expect(await read()).toEqual([
    ['superadmin main/vision', 'AK4', 'fourth'],
    ['user main/speech', 'AK3', 'third'],
    ['user main/vision', 'AK1', 'first'],
  ]);
});

it('are of users whom managers let in, by their main keypair', async () => {
  await query(`ALTER TABLE users ADD main_access_key text, ADD need_password_change bool, ADD allowed_client_ip text[];
    UPDATE users SET main_access_key = 'AK2' WHERE email = 'ana';
    UPDATE users SET need_password_change = true WHERE email = 'ben';
    UPDATE users SET allowed_client_ip = '{10.0.0.1}' WHERE email = 'root'`);
  expect(await read()).toEqual([['user main/vision', 'AK2', 'second']]);
});

it('are of somebody who has folders, where there is one', async () => {
  await query(
    `INSERT INTO vfolders VALUES ('${ben}', '${ben}'); UPDATE users SET need_password_change = false`,
  );
  expect(await read()).toContainEqual(['user main/vision', 'AK3', 'third']);
});

it('are the same again, whatever has become of their users, and without those that there are no more', async () => {
  const who = { role: 'user', domain: 'main', project: 'vision' };
  const earlier = ['AK0', 'AK5', 'AK9'].map((accessKey) => ({ who, accessKey }));
  const again = await withDatabase(address, (database) => readKeysAgain(database, earlier));
  expect(again.map(({ accessKey, secretKey }) => [accessKey, secretKey.reveal()])).toEqual([
    ['AK0', 'over'],
    ['AK5', 'fifth'],
  ]);
});

it('what the API no longer lists is looked for in the database', async () => {
  const missing = new Map([
    ['folders', [ana, gone] as string[]],
    ['images', ['cr/python:3@x86_64', 'cr/r:4@x86_64']],
    ['users', ['ana', 'nobody']],
    ['presets', ['small']],
  ]);
  const held = await withDatabase(address, (database) => readStillHeld(database, missing));
  expect(Object.fromEntries([...held].map(([what, keys]) => [what, [...keys]]))).toEqual({
    folders: [ana],
    images: ['cr/python:3@x86_64'],
    users: ['ana'],
  });
});

it('what a user has thrown away is not held, though its row stays', async () => {
  const [trash, ready, mounted] = ['4', '5', '6'].map(id);
  await query(`
    ALTER TABLE vfolders ADD status text; ALTER TABLE images ADD status text;
    INSERT INTO vfolders VALUES ('${trash}', NULL, 'delete-pending'), ('${ready}', NULL, 'ready'), ('${mounted}', NULL, 'mounted');
    INSERT INTO images VALUES ('cr/own:1', 'x86_64', 'DELETED'), ('cr/own:2', 'x86_64', 'ALIVE')`);
  const missing = new Map([
    ['folders', [trash, ready, mounted] as string[]],
    ['readable folders', [trash, ready, mounted] as string[]],
    ['images', ['cr/own:1@x86_64', 'cr/own:2@x86_64']],
  ]);
  const held = await withDatabase(address, (database) => readStillHeld(database, missing));
  expect(Object.fromEntries([...held].map(([what, keys]) => [what, [...keys].sort()]))).toEqual({
    folders: [ready, mounted].sort(),
    'readable folders': [ready],
    images: ['cr/own:2@x86_64'],
  });
});
