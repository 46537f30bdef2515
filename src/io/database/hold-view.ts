import type { Census } from '../../core/census/census.ts';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import type { DatabaseAccess } from '../../core/schema/access.ts';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import { oneAtATime } from '../../lib/one-at-a-time.ts';
import { type Database, type DatabaseAddress, openDatabase } from './database.ts';
import { introspect } from './introspect.ts';
import { readLiveSessions } from './live-sessions.ts';
import { readAccess } from './read-access.ts';
import { readCensus } from './read-census.ts';
import { type FoundSlots, readSlots } from './slot-types.ts';

/** A database as it was at one moment, whatever is written afterwards, over one connection. */
export interface DatabaseView {
  /** @param like an earlier one to compare it with */
  census(like?: Census): Promise<Census>;
  /** The sessions that have not ended. */
  sessions(): Promise<readonly LiveSession[]>;
  slots(): Promise<FoundSlots>;
  schema(): Promise<SchemaSnapshot>;
  access(): Promise<DatabaseAccess>;
  close(): Promise<void>;
}

/** Counting a million rows takes seconds; more than this nobody waits for. */
const queryTimeoutMs = 120_000;

/** Takes a few milliseconds. What is held keeps nobody from reading or writing rows, only from changing tables. */
export async function holdView(address: DatabaseAddress): Promise<DatabaseView> {
  const opened = await openDatabase(address, { queryTimeoutMs });
  const exclusively = oneAtATime();
  const query: Database['query'] = (...asked) => exclusively(() => opened.query(...asked));
  const database = { ...opened, query };
  try {
    await database.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // The moment is that of the first statement.
    await database.query('SELECT 1');
  } catch (error) {
    await database.close().catch(() => undefined);
    throw error;
  }
  return {
    census: (like) => readCensus(database, like),
    sessions: () => readLiveSessions(database),
    slots: () => readSlots(database),
    schema: () => introspect(database),
    access: () => readAccess(database),
    close: () => database.close().catch(() => undefined),
  };
}
