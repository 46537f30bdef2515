import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { withDatabase } from '../../src/io/database/database.ts';
import { besideDatabase } from '../../src/io/database/server.ts';
import { at } from '../../src/io/journal/contract.ts';
import type { Journal } from '../../src/io/journal/port.ts';
import { openStore, type Store } from '../../src/io/journal/postgres/store-journal.ts';
import type { StoreAddress } from '../../src/io/journal/postgres/store-session.ts';
import { type OwnPostgres, ownPostgres } from './own-postgres.ts';

interface Opening {
  /** The name of a machine: each has files of its own. */
  readonly home?: string;
  readonly sharedForMs?: number;
  readonly address?: Partial<StoreAddress>;
}

export interface OwnStore extends Omit<OwnPostgres, 'address'> {
  /** Of the test's own database, which is empty at its beginning. */
  address(): StoreAddress;
  /** A journal as a process of its own opens it. */
  open(opening?: Opening): Journal;
  /** Asks the database of the store. */
  sql<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  /** Asks from beside it. */
  beside(...texts: readonly string[]): Promise<void>;
  /** What a machine keeps of runs. */
  homeOf(home?: string): string;
}

/** For a test's file: a PostgreSQL of its own, and an empty database for each test. */
export function ownStore(secretly: string): () => OwnStore {
  const own = ownPostgres(secretly);
  const stores: Store[] = [];
  let folder = '';
  let made = 0;
  const name = () => `runs_${made}`;

  const beside = (...texts: readonly string[]): Promise<void> =>
    besideDatabase(own().address, async ({ query }) => {
      for (const text of texts) await query(text);
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'baiup-store-'));
    made += 1;
    await beside(`CREATE DATABASE ${name()}`);
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await rm(folder, { recursive: true, force: true });
  });

  const address = (): StoreAddress => ({ ...own().address, name: name(), tls: { mode: 'off' } });
  const homeOf = (home = 'here'): string => join(folder, home);
  return () => ({
    ...own(),
    address,
    beside,
    homeOf,
    open: ({ home, sharedForMs = 0, address: other } = {}) => {
      const store = openStore(
        { ...address(), ...other },
        { now: () => new Date(at), folder: homeOf(home), sharedForMs },
      );
      stores.push(store);
      return store.journal;
    },
    sql: (text, values = []) => withDatabase(address(), ({ query }) => query(text, values)),
  });
}
