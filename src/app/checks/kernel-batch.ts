import { breakingRows } from './breaking-rows.ts';
import { hangsOn } from './hangs-on.ts';

/** Until 23.03.3 the revision takes a thousand kernels at a time, and the last row of a batch that is empty. */
export const kernelBatch = breakingRows({
  code: 'database.kernel-batch',
  revision: 'bedd92de93af',
  met: hangsOn('database.kernel-batch'),
  rows: {
    of: ['kernels.id'],
    select: 'SELECT count(*) AS kernels FROM kernels HAVING count(*) % 1000 = 0',
  },
  says: () =>
    'the number of kernels is a multiple of 1000 (0 counts as one), and the migration takes the last row of an empty batch',
  manual: 'begin a session and end it, or upgrade to 23.03.3 or later instead',
  source: 'the revision as 22.09.22 to 23.03.2 have it; vendor change 1297 fixed it',
});
