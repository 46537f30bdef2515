import type { DatabaseSession } from './database-session.ts';

/** A session of somebody else at a database, at rest. */
export const simulatedVisitor: DatabaseSession = {
  pid: 7,
  program: 'psql',
  user: 'ana',
  address: null,
  port: null,
  since: '2026-11-27T12:00:00Z',
  transaction: null,
  locks: [],
};
