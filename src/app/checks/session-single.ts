import { breakingRows } from './breaking-rows.ts';
import { hangsOn } from './hangs-on.ts';

/**
 * The revision asks the models for dependencies of sessions of one kernel. Once revision 5bce905c21e5 has run in the same
 * process, it has changed the table of projects that those models are tied to.
 */
export const sessionSingle = breakingRows({
  code: 'database.session-single',
  revision: 'b6b884fbae1f',
  met: hangsOn('database.session-single'),
  rows: {
    of: ['kernels.id', 'kernels.session_name', 'kernels.cluster_size'],
    select: 'SELECT id AS first, session_name FROM kernels WHERE cluster_size = 1 ORDER BY id LIMIT 1',
  },
  says: () => 'there are sessions of one kernel, on which the migration fails after revision 5bce905c21e5',
  manual: 'upgrade to 22.09.23 first, which runs the other revision alone, and go on from there',
  source: 'both revisions as 24.09.0 to 25.19.2 have them',
});
