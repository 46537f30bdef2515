import type { Census } from '../../core/census/census.ts';
import { type DatabaseAddress, openDatabase } from './database.ts';
import { readCensus } from './read-census.ts';

/** A database as it was at one moment, whatever is written afterwards. */
export interface DatabaseView {
  /** @param like an earlier one to compare it with */
  census(like?: Census): Promise<Census>;
  close(): Promise<void>;
}

/** Counting a million rows takes seconds; more than this nobody waits for. */
const queryTimeoutMs = 120_000;

/** Takes a few milliseconds. What is held keeps nobody from reading or writing rows, only from changing tables. */
export async function holdView(address: DatabaseAddress): Promise<DatabaseView> {
  const database = await openDatabase(address, { queryTimeoutMs });
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
    close: () => database.close().catch(() => undefined),
  };
}
