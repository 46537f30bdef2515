import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { ownPostgres } from '../../../../tests/real/own-postgres.ts';
import { withDatabase } from '../../database/database.ts';
import { besideDatabase } from '../../database/server.ts';
import { at, journalContract } from '../contract.ts';
import { openStore, type Store } from './store-journal.ts';

const own = ownPostgres('store');
let folder = '';
let database = '';
const stores: Store[] = [];
let made = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-store-'));
  made += 1;
  database = `runs_${made}`;
  await besideDatabase(own().address, ({ query }) => query(`CREATE DATABASE ${database}`));
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await rm(folder, { recursive: true, force: true });
});

const address = () => ({ ...own().address, name: database, tls: { mode: 'off' as const } });
const sql = (text: string, values: readonly unknown[] = []) =>
  withDatabase(address(), ({ query }) => query(text, values));

function open(options: { readonly home?: string } = {}) {
  const store = openStore(address(), {
    now: () => new Date(at),
    folder: join(folder, options.home ?? 'runs'),
    sharedForMs: 0,
  });
  stores.push(store);
  return store.journal;
}

journalContract('PostgreSQL', async () => ({
  open,
  crash: async () => {
    await sql(`UPDATE baiup.runs SET driver = jsonb_set(driver, '{process,ticks}', '1'), changed = pg_current_xact_id()
      WHERE driver IS NOT NULL`);
  },
  lose: async (name, seq) => {
    await sql(
      'DELETE FROM baiup.events e USING baiup.runs r WHERE e.run = r.id AND r.called = $1 AND e.seq = $2',
      [name, seq],
    );
  },
}));
