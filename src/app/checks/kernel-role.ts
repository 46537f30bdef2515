import { breakingRows } from './breaking-rows.ts';
import { hangsOn } from './hangs-on.ts';

/** The revision looks for kernels without a role by `is None`, which 23.03.11 takes for Python's: it gives none to any. */
export const kernelRole = breakingRows({
  code: 'database.kernel-role',
  revision: 'bedd92de93af',
  met: hangsOn('database.kernel-role'),
  rows: {
    of: ['kernels.id'],
    select: 'SELECT id AS first FROM kernels ORDER BY id LIMIT 1',
  },
  says: () => 'there are kernels, and the migration demands a role that it gives to none of them',
  manual: 'upgrade to 23.03.10 or 23.03.12 instead',
  source: 'the revision as 23.03.11 alone has it',
});
