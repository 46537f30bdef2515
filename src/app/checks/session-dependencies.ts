import { breakingRows, counted } from './breaking-rows.ts';
import { hangsOn } from './hangs-on.ts';

/** Until 23.03.3 the revision gives sessions of one kernel new ids, and leaves the old ones where others depend on them. */
export const sessionDependencies = breakingRows({
  code: 'database.session-dependencies',
  revision: 'b6b884fbae1f',
  met: hangsOn('database.session-dependencies'),
  rows: {
    of: ['session_dependencies.session_id', 'session_dependencies.depends_on'],
    select: 'SELECT session_id, depends_on FROM session_dependencies ORDER BY session_id, depends_on',
  },
  says: (count) =>
    `${counted(count, 'session depends', 'sessions depend')} on another, and the migration gives sessions new ids without telling these rows`,
  manual: 'upgrade to 23.03.3 or later instead, or delete the rows of session_dependencies',
  source: 'the revision as 23.03.0 to 23.03.2 have it',
});
