import { randomBytes } from 'node:crypto';
import type { Database } from '../../src/io/database/database.ts';

/** Somebody who begins sessions. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** A row like another, with some columns of its own; in any release. */
const like = (table: string, own: string, whose: string): string =>
  `INSERT INTO ${table} SELECT (jsonb_populate_record(one, ${own})).* FROM ${table} one, jsonb_to_record($1) AS p(name text, email text, key text, secret text) WHERE ${whose}`;

const statements = [
  like(
    'users',
    "jsonb_build_object('uuid', gen_random_uuid(), 'username', p.name, 'full_name', p.name, 'email', p.email, 'main_access_key', NULL)",
    "one.username = 'user'",
  ),
  like(
    'keypairs',
    "jsonb_build_object('user_id', p.email, 'user', (SELECT uuid FROM users WHERE email = p.email), 'access_key', p.key, 'secret_key', p.secret)",
    "one.user_id = 'user@sandbox.example'",
  ),
  'UPDATE users SET main_access_key = p.key FROM jsonb_to_record($1) AS p(email text, key text) WHERE users.email = p.email',
  `INSERT INTO association_groups_users (user_id, group_id)
   SELECT u.uuid, g.id FROM users u, groups g, jsonb_to_record($1) AS p(email text) WHERE u.email = p.email AND g.name = 'default'`,
];

/** Adds users of a sandbox's project, each with a keypair of its own; anyone may have many sessions. */
export async function addPeople(database: Database, names: readonly string[]): Promise<Person[]> {
  await database.query('UPDATE keypair_resource_policies SET max_concurrent_sessions = 10000');
  const people = names.map((name) => ({
    name,
    email: `${name}@sandbox.example`,
    accessKey: `AKIA${hex(8).toUpperCase()}`,
    secretKey: hex(20),
  }));
  for (const { name, email, accessKey: key, secretKey: secret } of people) {
    for (const text of statements) await database.query(text, [JSON.stringify({ name, email, key, secret })]);
  }
  return people;
}
