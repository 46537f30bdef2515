import { shortList } from '../../lib/short-list.ts';
import type { DatabaseSession } from './database-session.ts';

/** "process 4711 (psql of report, from 10.0.0.3, since 2026-11-27T17:20:11Z)" */
export function sessionName({ pid, program, user, address, since, hidden }: DatabaseSession): string {
  if (hidden)
    return `process ${pid} (${program || 'a program'} of ${user}, of which our role may see no more)`;
  if (pid === 0) return `the prepared transaction '${program}' of ${user}, since ${since}`;
  return `process ${pid} (${program || 'a program without a name'} of ${user}, from ${address ?? 'the server itself'}, since ${since})`;
}

/** Whether it may hold up a migration, or change what is migrated: one that is in no transaction does neither. */
export const isAtWork = ({ transaction, locks }: DatabaseSession): boolean =>
  transaction !== null || locks.length > 0;

/** Seconds: a transaction that goes on longer may still go on at the stop. */
const long = 2;

/** Whether its transaction may still go on at the stop. */
export const lasts = ({ transaction }: DatabaseSession): boolean => (transaction ?? 0) >= long;

/** What it holds: "AccessShareLock on agents, kernels". */
export function sessionLocks({ locks }: DatabaseSession): string {
  return shortList(locks);
}

/** The statement that ends it. */
export function endStatement({ pid, program }: DatabaseSession): string {
  return pid === 0
    ? `ROLLBACK PREPARED '${program.replaceAll("'", "''")}';`
    : `SELECT pg_terminate_backend(${pid});`;
}
