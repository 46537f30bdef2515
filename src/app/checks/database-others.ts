import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import { endStatement, sessionLocks, sessionName } from '../../core/cluster/session-words.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check } from './check.ts';

const held = 'database.held';

/** Seconds: a transaction that goes on longer may still go on at the stop. */
const long = 2;

/** A migration needs tables for itself: whoever keeps a lock makes it wait, without service. */
export const databaseHeld: Check = {
  code: held,
  find: ({ snapshot: { cluster, others } }) =>
    (others?.sessions ?? [])
      .filter(({ transaction, locks }) => locks.length > 0 && (transaction ?? 0) >= long)
      .map((session) => ({
        code: held,
        severity: 'warning',
        subject: cluster,
        summary: `${sessionName(session)} holds ${sessionLocks(session)}: a migration would wait for it while the service is down`,
        hint: `end it: ${endStatement(session)}      or accept it because it ends before the stop: --accept ${held}`,
      })),
};

const withLocks = (session: DatabaseSession): string =>
  session.locks.length === 0 ? sessionName(session) : `${sessionName(session)} with ${sessionLocks(session)}`;

/** Whoever else works with the database: what they write during an upgrade is lost if it is taken back. */
export const databaseOthers: Check = {
  code: 'database.others',
  find: ({ snapshot: { cluster, others } }) => {
    const sessions = others?.sessions ?? [];
    const timeouts = others?.timeouts ?? [];
    return [
      ...(sessions.length === 0
        ? []
        : [
            {
              code: 'database.others',
              severity: 'info' as const,
              subject: cluster,
              summary: `other programs are at the database: ${shortList(sessions.map(withLocks))}`,
              hint: 'stop them for the upgrade: one that holds a lock makes it wait, and what they write is lost if it is taken back',
            },
          ]),
      ...(timeouts.length === 0
        ? []
        : [
            {
              code: 'database.others',
              severity: 'info' as const,
              subject: cluster,
              summary: `the server ends what takes long: ${timeouts.join(', ')}`,
              hint: 'nothing has to be done: dump, migration and restore set their own limits',
            },
          ]),
    ];
  },
};
