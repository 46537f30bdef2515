import { expect, it } from 'vitest';
import { createStatement, type DatabaseShape, dressStatements } from './database-shape.ts';
import { derivedName, identifier, literal } from './identifier.ts';

it.each([
  ['backend', '"backend"'],
  ['my "db"', '"my ""db"""'],
])('identifier %s', (name, quoted) => expect(identifier(name)).toBe(quoted));

it.each([
  ["it's", "'it''s'"],
  ['a\\b', " E'a\\\\b'"],
])('literal %s', (text, quoted) => expect(literal(text)).toBe(quoted));

it('names beside a long one stay within 63 bytes and apart', () => {
  const [one, two] = [`${'a'.repeat(62)}1`, `${'a'.repeat(62)}2`];
  expect(derivedName('backend', '_baiup_old')).toBe('backend_baiup_old');
  expect(derivedName(one, '_baiup_old').length).toBeLessThanOrEqual(63);
  expect(derivedName(one, '_baiup_old')).not.toBe(derivedName(two, '_baiup_old'));
});

const shape: DatabaseShape = {
  owner: 'bai',
  encoding: 'UTF8',
  collate: 'C',
  ctype: 'C',
  provider: 'icu',
  locale: 'ko-KR',
  tablespace: 'pg_default',
  connectionLimit: -1,
  comment: null,
  settings: [
    { role: null, setting: 'search_path=public, "$user"' },
    { role: 'bai', setting: 'TimeZone=UTC' },
  ],
  grants: [{ grantee: null, privilege: 'CONNECT', grantable: false }],
  hasGrants: true,
};

it('makes a database of the same shape', () => {
  expect(createStatement('new', shape)).toBe(
    `CREATE DATABASE "new" TEMPLATE template0 OWNER "bai" ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TABLESPACE "pg_default" LOCALE_PROVIDER icu ICU_LOCALE 'ko-KR'`,
  );
  expect(dressStatements('new', shape)).toEqual([
    'ALTER DATABASE "new" CONNECTION LIMIT -1',
    'ALTER DATABASE "new" SET search_path TO public, "$user"',
    `ALTER ROLE "bai" IN DATABASE "new" SET TimeZone TO 'UTC'`,
    'REVOKE ALL ON DATABASE "new" FROM PUBLIC',
    'GRANT CONNECT ON DATABASE "new" TO PUBLIC',
  ]);
});
