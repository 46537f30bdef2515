import type { DatabaseSession, OthersAtDatabase } from '../../core/cluster/database-session.ts';
import { endStatement, lasts, sessionLocks, sessionName } from '../../core/cluster/session-words.ts';
import type { Finding } from '../../lib/finding.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check, CheckInput } from './check.ts';

const held = 'database.held';

/** A database of the cluster with those who are at it beside its members. */
interface Visited extends Partial<OthersAtDatabase> {
  readonly subject: string;
  readonly what: string;
}

/** What the managers' database is called. */
const theirs = 'the database';

/** The managers' database, and those that members have beside it. */
const visited = ({ cluster, others, ownDatabases }: CheckInput['snapshot']): Visited[] => [
  { subject: cluster, what: theirs, ...others },
  ...ownDatabases.map((own) => ({
    subject: own.member,
    what: `the database "${own.name}" of ${own.member}`,
    ...own.others,
  })),
];

/** A migration needs tables for itself: whoever keeps a lock makes it wait, without service. */
export const databaseHeld: Check = {
  code: held,
  find: ({ snapshot }) =>
    visited(snapshot).flatMap(({ subject, what, sessions = [] }) =>
      sessions
        .filter((session) => session.locks.length > 0 && lasts(session))
        .map((session) => ({
          code: held,
          severity: 'warning' as const,
          subject,
          summary: `${sessionName(session)} holds ${sessionLocks(session)} in ${what}: a migration would wait for it while the service is down`,
          hint: `end it: ${endStatement(session)}      or accept it because it ends before the stop: --accept ${held}`,
        })),
    ),
};

const withLocks = (session: DatabaseSession): string =>
  session.locks.length === 0 ? sessionName(session) : `${sessionName(session)} with ${sessionLocks(session)}`;

function othersOf({ subject, what, sessions = [], timeouts = [], hidden = 0 }: Visited): Finding[] {
  const code = 'database.others';
  const severity = 'info';
  const found: Finding[] = [];
  if (sessions.length > 0) {
    found.push({
      code,
      severity,
      subject,
      summary: `other programs are at ${what}: ${shortList(sessions.map(withLocks))}`,
      hint: 'stop them for the upgrade: one that holds a lock makes it wait, and what they write is lost if it is taken back; or have it end them: baiup plan … --others end',
    });
  }
  if (hidden > 0) {
    found.push({
      code,
      severity,
      subject,
      summary: `the role of cluster.yaml may not see whose ${hidden === 1 ? 'session is' : `${hidden} sessions are`} at ${what}: other programs may be among them`,
      hint: 'to have them named, as a superuser: GRANT pg_read_all_stats TO the role of cluster.yaml',
    });
  }
  if (timeouts.length > 0) {
    found.push({
      code,
      severity,
      subject,
      summary: `the server${what === theirs ? '' : ` of ${what}`} ends what takes long: ${timeouts.join(', ')}`,
      hint: 'nothing has to be done: dump, migration and restore set their own limits',
    });
  }
  return found;
}

/** Whoever else works with a database: what they write during an upgrade is lost if it is taken back. */
export const databaseOthers: Check = {
  code: 'database.others',
  find: ({ snapshot }) => visited(snapshot).flatMap(othersOf),
};
