import { expect, it } from 'vitest';
import { secret } from '../../../lib/secret.ts';
import type { Database } from '../database.ts';
import { canSetAside } from './can-set-aside.ts';

/** What a server says of a database that can be set aside by its owner. */
const good = {
  ...{ pid: 7, superuser: false, createdb: true, owns: true, bytes: 1e9, labels: 0 },
  ...{ dressed: [], prepared: [], slots: [], subscriptions: [], publications: [], unendable: [] },
};

async function codes(said: object, { name = 'backend', free = 9e9 } = {}): Promise<string[]> {
  const database = {
    address: { host: 'db', port: 5432, name, user: 'bai', password: secret('x') },
    backendPid: 7,
    query: async () => [{ ...good, ...said }],
  } as unknown as Database;
  return (await canSetAside(database, { free })).map(({ code }) => code);
}

it.each<[string, object, readonly string[]]>([
  ['nothing is in the way', {}, []],
  ['a pooler hands it to another process of the server', { pid: 8 }, ['capture.pooler']],
  ['a transaction is prepared in it', { prepared: ['half'] }, ['capture.prepared']],
  ['a logical slot is bound to it', { slots: ['cdc'] }, ['capture.logical-slot']],
  ['it subscribes', { subscriptions: ['from'] }, ['capture.subscription']],
  ['it publishes', { publications: ['to'] }, ['capture.publication']],
  ['it is labelled', { labels: 1 }, ['capture.security-label']],
  ['the role may not make databases', { createdb: false }, ['capture.cannot-create']],
  ['the role does not own it', { owns: false }, ['capture.not-owner']],
  ['the role is a superuser', { createdb: false, owns: false, superuser: true }, []],
  ['the copy’s settings are another’s', { dressed: ['those of role "report"'] }, ['capture.settings']],
  ['a superuser is at it', { unendable: ['psql of role postgres'] }, ['capture.unendable']],
  ['a copy would not fit', { bytes: 8e9 }, ['capture.no-room']],
])('a database that is to be set aside, where %s', async (_what, said, expected) => {
  expect(await codes(said)).toEqual(expected);
});

it('the server’s own databases are never renamed', async () => {
  expect(await codes({}, { name: 'postgres' })).toEqual(['capture.system-database']);
});
