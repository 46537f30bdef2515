import { type Database, type DatabaseAddress, openDatabase } from './database.ts';

/** Milliseconds that a connection stays open for the next question. */
const usualMs = 1_000;

/**
 * Asks questions that only read and change no setting. One connection stays open for a moment after each, so that
 * questions that follow each other closely, inside a stop, need not open one each. One that was ended meanwhile, as by
 * a restore, is opened anew.
 */
export function lingering(
  address: DatabaseAddress,
  lingerMs: number = usualMs,
): <T>(act: (database: Database) => Promise<T>) => Promise<T> {
  let idle: { readonly database: Database; readonly timer: NodeJS.Timeout } | undefined;

  const take = (): Database | undefined => {
    const taken = idle;
    idle = undefined;
    clearTimeout(taken?.timer);
    return taken?.database;
  };
  const close = (database: Database | undefined) => database?.close().catch(() => undefined);

  const askOn = async <T>(database: Database, act: (database: Database) => Promise<T>): Promise<T> => {
    try {
      const answer = await act(database);
      close(take());
      idle = { database, timer: setTimeout(() => close(take()), lingerMs) };
      return answer;
    } catch (error) {
      await close(database);
      throw error;
    }
  };

  return async (act) => {
    const kept = take();
    if (kept) {
      try {
        return await askOn(kept, act);
      } catch {
        // It may have been ended while it was idle: a new one tells what is wrong.
      }
    }
    return askOn(await openDatabase(address), act);
  };
}
