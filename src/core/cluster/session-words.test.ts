import { expect, it } from 'vitest';
import { endStatement, sessionLocks, sessionName } from './session-words.ts';

const session = {
  pid: 4711,
  program: 'psql',
  user: 'report',
  address: '10.0.0.3',
  port: 40000,
  since: '2026-11-27T17:20:11Z',
  transaction: 12,
  locks: ['AccessShareLock on agents, kernels'],
};
const prepared = { ...session, pid: 0, program: "two's", address: null, port: null };

it.each([
  [
    session,
    'process 4711 (psql of report, from 10.0.0.3, since 2026-11-27T17:20:11Z)',
    'SELECT pg_terminate_backend(4711);',
  ],
  [
    { ...session, program: '', address: null },
    'process 4711 (a program without a name of report, from the server itself, since 2026-11-27T17:20:11Z)',
    'SELECT pg_terminate_backend(4711);',
  ],
  [
    prepared,
    "the prepared transaction 'two's' of report, since 2026-11-27T17:20:11Z",
    "ROLLBACK PREPARED 'two''s';",
  ],
])('a session is named by all that finds it: %#', (each, name, end) => {
  expect([sessionName(each), sessionLocks(each), endStatement(each)]).toEqual([name, each.locks.join(), end]);
});
