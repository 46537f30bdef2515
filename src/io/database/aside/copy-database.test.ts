import { expect, it } from 'vitest';
import { secret } from '../../../lib/secret.ts';
import type { Database } from '../database.ts';
import { copyDatabase } from './copy-database.ts';

/** A server with one database, to which somebody comes again so many times. */
function serverWith(visitors: number) {
  const log: string[] = [];
  let left = visitors;
  const query = async (sql: string): Promise<object[]> => {
    if (/^CREATE/.test(sql)) {
      log.push('copied');
      left -= 1;
      if (left >= 0) throw Object.assign(new Error('it is being accessed'), { code: '55006' });
    }
    if (sql.includes('pg_terminate_backend')) log.push('ended');
    if (sql.includes('pg_get_userbyid')) return [{ owner: 'bai', connectionLimit: -1, comment: null }];
    if (sql.includes('server_version_num')) return [{ version: 160_000, collation: null }];
    return [];
  };
  const address = { host: 'db', port: 5432, name: 'postgres', user: 'bai', password: secret('x') };
  const server = { address, query, close: async () => undefined } as Database;
  return { log, copy: () => copyDatabase(server, 'backend_before_r', 'backend_copy_r') };
}

it('whoever comes to a database while it is copied is ended again, for a while', async () => {
  const once = serverWith(1);
  await once.copy();
  expect(once.log).toEqual(['ended', 'copied', 'ended', 'copied']);
  const often = serverWith(9);
  await expect(often.copy()).rejects.toThrow('it is being accessed');
  expect(often.log).toHaveLength(6);
});

/** A server of a version, and how it ends its first attempts to copy. */
function serverOf(version: number, ...ends: readonly string[]) {
  const said: string[] = [];
  const left = [...ends];
  const query = async (sql: string): Promise<object[]> => {
    if (sql.includes('pg_get_userbyid')) return [{ owner: 'bai', connectionLimit: -1, comment: null }];
    if (sql.includes('server_version_num')) return [{ version, collation: '2.36' }];
    if (/^(CREATE|SET)/.test(sql)) said.push(sql);
    const code = /^CREATE/.test(sql) ? left.shift() : undefined;
    if (code !== undefined) throw Object.assign(new Error(`it ended by ${code}`), { code });
    return [];
  };
  const address = { host: 'db', port: 5432, name: 'postgres', user: 'bai', password: secret('x') };
  const server = { address, query, close: async () => undefined } as Database;
  return { said, copy: () => copyDatabase(server, 'before', 'copy') };
}

const plain = 'CREATE DATABASE "copy" TEMPLATE "before" OWNER "bai"';
const byFiles = `${plain} STRATEGY FILE_COPY COLLATION_VERSION '2.36'`;
const [cloning, copying] = ['SET file_copy_method = clone', 'SET file_copy_method = copy'];

it.each<[string, number, readonly string[], readonly string[]]>([
  ['14 has one way', 140_012, [], [plain]],
  ['15 is told to copy files', 150_004, [], [byFiles]],
  ['18 clones', 180_000, [], [cloning, byFiles]],
  ['18 on a file system without clones copies', 180_000, ['58030'], [cloning, byFiles, copying, byFiles]],
])('PostgreSQL %s', async (_what, version, ends, statements) => {
  const { said, copy } = serverOf(version, ...ends);
  await copy();
  expect(said).toEqual(statements);
});

it('a disk that becomes full is told, with what is left', async () => {
  await expect(serverOf(160_000, '53100').copy()).rejects.toMatchObject({
    code: 'database.no-room',
    message: expect.stringContaining('"before" was copied'),
    left: expect.stringContaining('is as it was'),
  });
  await expect(serverOf(160_000, '42501').copy()).rejects.toMatchObject({ code: 'database.cannot-create' });
});
