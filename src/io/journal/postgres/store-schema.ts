import { BaiupError, exitCode } from '../../../lib/errors.ts';
import { newRunId } from '../run-file.ts';
import { storeWords } from './store-error.ts';
import type { StoreAddress, StoreSession } from './store-session.ts';

/** Rows of events are the lines of a journal as files have them; the rest says what is new of whom. */
const first = `
CREATE SCHEMA baiup;
CREATE TABLE baiup.store (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  id text NOT NULL,
  version int NOT NULL,
  least int NOT NULL
);
CREATE TABLE baiup.runs (
  id text PRIMARY KEY,
  number int NOT NULL UNIQUE,
  called text NOT NULL,
  cluster text NOT NULL,
  plan text NOT NULL,
  plan_sha256 text NOT NULL,
  made text NOT NULL,
  generation int NOT NULL DEFAULT 1,
  seq int NOT NULL DEFAULT 0,
  hash text NOT NULL,
  attempt int NOT NULL DEFAULT 0,
  token text NOT NULL DEFAULT '',
  driver jsonb,
  beat timestamptz,
  kept jsonb,
  changed xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX runs_changed ON baiup.runs (changed);
CREATE TABLE baiup.events (
  run text NOT NULL REFERENCES baiup.runs ON DELETE CASCADE,
  generation int NOT NULL,
  seq int NOT NULL,
  line text NOT NULL,
  PRIMARY KEY (run, generation, seq)
);
CREATE TABLE baiup.drivers (
  run text NOT NULL REFERENCES baiup.runs ON DELETE CASCADE,
  attempt int NOT NULL,
  token text NOT NULL,
  driver jsonb NOT NULL,
  claimed timestamptz NOT NULL DEFAULT now(),
  released timestamptz,
  PRIMARY KEY (run, attempt, token)
);
CREATE TABLE baiup.requests (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run text NOT NULL REFERENCES baiup.runs ON DELETE CASCADE,
  what text NOT NULL,
  who text NOT NULL,
  why text NOT NULL,
  at text NOT NULL,
  over timestamptz
);
CREATE INDEX requests_open ON baiup.requests (run) WHERE over IS NULL;
CREATE TABLE baiup.texts (
  run text NOT NULL REFERENCES baiup.runs ON DELETE CASCADE,
  name text NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (run, name)
);
`;

/** What makes each version of the schema out of the one before. */
const migrations: readonly string[] = [first];

/** The least version that a baiup may know to work with what this one makes. */
const least = 1;

export const schemaVersion = migrations.length;

/** "baiup", as eight bytes: whoever changes the schema has this lock until its transaction ends. */
const lockKey = '107134896042352';

/** `none`: nobody has made a store there yet. */
export type StoreState = { readonly kind: 'none' } | { readonly kind: 'ready'; readonly version: number };

interface Look {
  readonly server: number;
  readonly there: boolean;
}

/** PostgreSQL 13 has what tells which transactions have ended (`pg_snapshot`). */
const leastServer = 130_000;

/** @throws BaiupError `store.server-too-old`, `store.schema-newer` */
export async function lookAtStore({ query }: StoreSession, address: StoreAddress): Promise<StoreState> {
  const [found] = await query<Look>(
    `SELECT current_setting('server_version_num')::int AS server, to_regclass('baiup.store') IS NOT NULL AS there,
       CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END`,
  );
  if (found && found.server < leastServer) {
    throw new BaiupError(
      'store.server-too-old',
      `${storeWords(address)} is of PostgreSQL ${Math.floor(found.server / 10_000)}`,
      { hint: 'a store needs PostgreSQL 13 or newer' },
    );
  }
  if (!found?.there) return { kind: 'none' };
  const [store] = await query<{ version: number; least: number }>('SELECT version, least FROM baiup.store');
  if (!store) return { kind: 'none' };
  if (store.least > schemaVersion) {
    throw new BaiupError(
      'store.schema-newer',
      `${storeWords(address)} is of version ${store.version}; this baiup knows versions up to ${schemaVersion}`,
      {
        exit: exitCode.refused,
        left: 'nothing was changed by this command',
        hint: 'use the baiup that made it, or a newer one',
      },
    );
  }
  return { kind: 'ready', version: store.version };
}

/**
 * Makes the schema, or brings it to what this baiup knows. Of several who do so at once, one does it and the others wait.
 * @param session nobody else's: the transaction is its own
 */
export async function prepareStore(session: StoreSession, address: StoreAddress): Promise<void> {
  const { query } = session;
  await query('BEGIN');
  await query(`SELECT pg_advisory_xact_lock(${lockKey})`);
  const state = await lookAtStore(session, address);
  const from = state.kind === 'none' ? 0 : state.version;
  if (from < schemaVersion) {
    for (const migration of migrations.slice(from)) await query(migration);
    await query(
      `INSERT INTO baiup.store (id, version, least) VALUES ($1, $2, $3)
       ON CONFLICT (one) DO UPDATE SET version = excluded.version, least = excluded.least`,
      [newRunId(), schemaVersion, least],
    );
  }
  await query('COMMIT');
}
