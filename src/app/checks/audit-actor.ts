import { breakingRows, counted } from './breaking-rows.ts';

const uuid = "'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'";

/** 26.08 takes who did something in the audit log for a user's UUID (revisions c05f9465a9cd and b13d304bf1fd). */
export const auditActor = breakingRows({
  code: 'database.audit-actor',
  revision: 'b13d304bf1fd',
  rows: {
    of: ['audit_logs.triggered_by', 'audit_logs.description'],
    select: `SELECT a.id, a.operation, a.triggered_by FROM audit_logs a WHERE a.triggered_by !~* ${uuid} ORDER BY a.id`,
  },
  says: (count) =>
    `${counted(count, 'line of the audit log names', 'lines of the audit log name')} somebody by something other than a UUID; the migration aborts at the first one`,
  manual: 'copy audit_logs.triggered_by of those lines elsewhere, then empty it',
  fixes: {
    does: (count) =>
      `moves the name in ${counted(count, 'line', 'lines')} of the audit log from triggered_by to the end of the description`,
    statements: [
      {
        sql: `UPDATE audit_logs SET description = description || ' (by ' || triggered_by || ')', triggered_by = NULL
WHERE triggered_by !~* ${uuid}`,
      },
    ],
  },
});
