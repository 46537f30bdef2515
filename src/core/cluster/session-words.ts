import { shortList } from '../../lib/short-list.ts';
import type { DatabaseSession } from './database-session.ts';

/** "process 4711 (psql of report, from 10.0.0.3, since 2026-11-27T17:20:11Z)" */
export function sessionName({ pid, program, user, address, since }: DatabaseSession): string {
  if (pid === 0) return `the prepared transaction '${program}' of ${user}, since ${since}`;
  return `process ${pid} (${program || 'a program without a name'} of ${user}, from ${address ?? 'the server itself'}, since ${since})`;
}

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
