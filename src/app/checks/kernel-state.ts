import { breakingRows, counted } from './breaking-rows.ts';

/** 23.03 makes a session of every kernel and takes over its state (revision b6b884fbae1f); one is unknown to sessions. */
export const kernelState = breakingRows({
  code: 'database.kernel-state',
  revision: 'b6b884fbae1f',
  rows: {
    of: ['kernels.status', 'kernels.session_name'],
    select:
      "SELECT k.id, k.session_name, k.status FROM kernels k WHERE k.status::text = 'BUILDING' ORDER BY k.id",
  },
  says: (count) =>
    `${counted(count, 'kernel is', 'kernels are')} in the state BUILDING, which no session may have; the migration aborts at the first`,
  byHand: "UPDATE kernels SET status = 'CANCELLED' WHERE status = 'BUILDING'",
  mends: {
    does: (count) => `cancels ${counted(count, 'kernel', 'kernels')} that never came to run`,
    statements: [
      {
        sql: `UPDATE kernels SET status = 'CANCELLED', status_info = 'cancelled before an upgrade', status_changed = now()
WHERE status::text = 'BUILDING'`,
      },
    ],
  },
});
