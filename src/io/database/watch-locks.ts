import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import { endStatement, sessionLocks, sessionName } from '../../core/cluster/session-words.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { type Database, type DatabaseAddress, withDatabase } from './database.ts';
import { readSessions } from './read-sessions.ts';

/** Looks who holds up a migrator's connection. */
export interface LockWatch {
  /** Fires when it has waited for the same sessions for too long. */
  readonly signal: AbortSignal;
  /** Why nobody can tell who holds it up, while the database does not answer. */
  silence(): string | undefined;
  /** What it waited for, once the signal has fired. */
  trouble(what: string): BaiupError | undefined;
  end(): void;
}

const everyMs = 1_000;

/** What a migrator waits for, and the processes that keep it from that. */
interface Wanted {
  readonly pids: readonly number[];
  /** "AccessExclusiveLock on kernels"; null where it is no lock on a table. */
  readonly lock: string | null;
}

const nothing: Wanted = { pids: [], lock: null };

/** Nobody where it waits for something else than a lock on data. */
async function wantedBy(database: Database, pid: number): Promise<Wanted> {
  const [row] = await database.query<{ pids: number[]; lock: string | null }>(
    `SELECT pg_blocking_pids(a.pid) AS pids,
            (SELECT l.mode || ' on ' || c.relname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
             WHERE l.pid = a.pid AND NOT l.granted AND l.database = a.datid LIMIT 1) AS lock
     FROM pg_stat_activity a
     WHERE application_name = $1 AND datname = current_database() AND wait_event_type = 'Lock' AND wait_event <> 'advisory'`,
    [`baiup migrator ${pid}`],
  );
  return row ? { pids: [...new Set(row.pids)], lock: row.lock } : nothing;
}

/** What sessions hold, and how to end them. */
export function lockTrouble(
  what: string,
  seconds: number,
  holders: readonly DatabaseSession[],
  lock: string | null = null,
): BaiupError {
  const held = holders.map((each) => `${sessionName(each)}, which holds ${sessionLocks(each) || 'a lock'}`);
  const [they, end] = held.length === 1 ? ['it', 'this ends it'] : ['them', 'these end them'];
  const wanted = lock === null ? '' : `, to get ${lock}`;
  return new BaiupError(
    'database.held',
    `${what} has waited ${seconds} s for ${held.join('; ')}${wanted}. It waits no longer, because the service is down meanwhile`,
    {
      hint: `${end}: ${holders.map(endStatement).join(' ')}   Then upgrade again, and keep ${they} away until that is done`,
    },
  );
}

/**
 * Watches a migrator's connection until `end`; what cannot be asked is not held against it. A database that did not
 * answer is asked again.
 */
export function watchLocks(address: DatabaseAddress, pid: number, patienceMs: number): LockWatch {
  const ended = new AbortController();
  const late = new AbortController();
  let holders: readonly DatabaseSession[] = [];
  let wanted = nothing;
  let silence: string | undefined;
  const aWhile = (): Promise<void> => delay(everyMs, undefined, { signal: ended.signal });
  const look = async (database: Database): Promise<void> => {
    for (let waited = 0; !late.signal.aborted; await aWhile()) {
      wanted = await wantedBy(database, pid);
      const { pids } = wanted;
      silence = undefined;
      waited = pids.length === 0 ? 0 : waited + everyMs;
      if (waited < patienceMs) continue;
      // A worker of the server, or a session that our role may not see, is waited for no longer than others.
      const sessions = await readSessions(database, pids);
      holders = sessions.filter((each) => pids.includes(each.pid));
      if (holders.length > 0) late.abort();
    }
  };
  const watch = async (): Promise<void> => {
    for (;;) {
      // Most migrations end before the first look: until then a connection would only cost them time.
      await aWhile().catch(() => undefined);
      if (ended.signal.aborted || late.signal.aborted) return;
      await withDatabase(address, look, { queryTimeoutMs: 3_000 }).catch((error: unknown) => {
        silence = messageOf(error);
      });
    }
  };
  void watch();
  return {
    signal: late.signal,
    silence: () => silence,
    trouble: (what) =>
      late.signal.aborted
        ? lockTrouble(what, Math.round(patienceMs / 1000), holders, wanted.lock)
        : undefined,
    end: () => ended.abort(),
  };
}
