import { breakingRows, counted } from './breaking-rows.ts';

/** States that kernels may have and sessions may not, by the models of 22.09 and 23.03. */
const unknown = "('BUILDING', 'RESIZING', 'SUSPENDED')";

/** 23.03 makes a session of every kernel and takes over its state (revision b6b884fbae1f). */
export const kernelState = breakingRows({
  code: 'database.kernel-state',
  revision: 'b6b884fbae1f',
  rows: {
    of: ['kernels.status', 'kernels.session_name'],
    select: `SELECT k.id, k.session_name, k.status FROM kernels k WHERE k.status::text IN ${unknown} ORDER BY k.id`,
  },
  says: (count) =>
    `${counted(count, 'kernel is', 'kernels are')} in a state that no session may have; the migration aborts at the first`,
  manual: `UPDATE kernels SET status = 'CANCELLED' WHERE status = 'BUILDING'; for RESIZING and SUSPENDED, end the session first`,
  fixes: {
    does: (count) =>
      `settles ${counted(count, 'kernel', 'kernels')}: those that never ran become cancelled, the others become errors`,
    statements: [
      {
        sql: `UPDATE kernels SET status = CASE status::text WHEN 'BUILDING' THEN 'CANCELLED'::kernelstatus ELSE 'ERROR'::kernelstatus END,
  status_info = 'settled before an upgrade', status_changed = now()
WHERE status::text IN ${unknown}`,
      },
    ],
  },
});
