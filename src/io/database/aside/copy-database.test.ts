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
