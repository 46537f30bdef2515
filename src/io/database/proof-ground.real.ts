import { beforeAll, expect, it } from 'vitest';
import { ownPostgres } from '../../../tests/real/own-postgres.ts';
import { type DatabaseAddress, withDatabase } from './database.ts';
import { readProofGround } from './proof-ground.ts';

const own = ownPostgres('proof');
let address: DatabaseAddress;

const query = (text: string) => withDatabase(address, (database) => database.query(text));
const read = (accessKey: string, image = 'python') =>
  withDatabase(address, (database) => readProofGround(database, { accessKey, image }));

const [ana, inOwn, vision, models, over] = ['a', '1', '2', '3', '4'].map(
  (digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`,
);

beforeAll(async () => {
  address = own().address;
  await query(`
    CREATE TABLE users (uuid uuid, domain_name text);
    CREATE TABLE keypairs (access_key text, "user" uuid, resource_policy text);
    CREATE TABLE keypair_resource_policies (name text, max_concurrent_sessions int);
    CREATE TABLE domains (name text, is_active bool);
    CREATE TABLE groups (id uuid, name text, domain_name text, is_active bool, type text);
    CREATE TABLE scaling_groups (name text, is_active bool);
    CREATE TABLE sgroups_for_domains (scaling_group text, domain text);
    CREATE TABLE sgroups_for_groups (scaling_group text, "group" uuid);
    CREATE TABLE sgroups_for_keypairs (scaling_group text, access_key text);
    CREATE TABLE images (name text, architecture text);
    CREATE TABLE agents (id text, status text, scaling_group text, schedulable bool, architecture text);
    INSERT INTO users VALUES ('${ana}', 'main');
    INSERT INTO keypairs VALUES ('AK', '${ana}', 'five'), ('AK0', '${ana}', 'endless');
    INSERT INTO keypair_resource_policies VALUES ('five', 5), ('endless', 0);
    INSERT INTO domains VALUES ('main', true), ('aside', true), ('closed', false);
    INSERT INTO groups VALUES
      ('${models}', 'a-models', 'main', true, 'model-store'), ('${inOwn}', 'default', 'main', true, 'general'),
      ('${vision}', 'vision', 'aside', true, 'general'), ('${over}', 'over', 'closed', true, 'general');
    INSERT INTO scaling_groups VALUES
      ('default', true), ('gpu', true), ('keys', true), ('nobody', true), ('off', false), ('shut', true);
    INSERT INTO sgroups_for_domains VALUES ('default', 'aside'), ('default', 'main'), ('off', 'main'), ('shut', 'closed');
    INSERT INTO sgroups_for_groups VALUES ('gpu', '${vision}');
    INSERT INTO sgroups_for_keypairs VALUES ('keys', 'AK');
    INSERT INTO images VALUES ('python', 'x86_64'), ('python', 'aarch64'), ('other', 's390x');
    INSERT INTO agents VALUES
      ('i-1', 'ALIVE', 'default', true, 'x86_64'), ('i-2', 'LOST', 'gpu', true, 'x86_64'),
      ('i-3', 'ALIVE', 'gpu', false, 'aarch64'), ('i-4', 'TERMINATED', 'gpu', true, 'x86_64')`);
});

it('is who may use each resource group, its own domain first, with the agents that take sessions', async () => {
  const main = { active: true, domain: 'main', project: 'default' };
  const nobody = { active: true, domain: null, project: null };
  expect(await read('AK')).toEqual({
    groups: [
      { name: 'default', ...main },
      { name: 'gpu', active: true, domain: 'aside', project: 'vision' },
      { name: 'keys', ...main },
      { name: 'nobody', ...nobody },
      { name: 'off', ...main, active: false },
      { name: 'shut', ...nobody },
    ],
    agents: [
      { id: 'i-1', group: 'default', architecture: 'x86_64', takes: true },
      { id: 'i-2', group: 'gpu', architecture: 'x86_64', takes: false },
      { id: 'i-3', group: 'gpu', architecture: 'aarch64', takes: false },
    ],
    architectures: ['aarch64', 'x86_64'],
    most: 5,
  });
});

it('knows no bound where the policy has none, and none of a keypair that is not there', async () => {
  expect((await read('AK0')).most).toBeUndefined();
  expect(await read('AK9', 'no such image')).toMatchObject({ most: undefined, architectures: [] });
});
