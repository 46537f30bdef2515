import { breakingRows, counted } from './breaking-rows.ts';
import { hangsOn } from './hangs-on.ts';

/** Until 26.03.3 the revision names a unique constraint that the table of scopes does not have. */
export const folderShared = breakingRows({
  code: 'database.folder-shared',
  revision: '7h4m7ygnaao1',
  met: hangsOn('database.folder-shared'),
  rows: {
    of: ['vfolder_permissions.id', 'vfolder_permissions.vfolder', 'vfolder_permissions.user'],
    select: 'SELECT id, vfolder, "user" FROM vfolder_permissions ORDER BY id',
  },
  says: (count) =>
    `${counted(count, 'folder is', 'folders are')} shared with somebody, and the migration fails on each of these rows`,
  manual: 'upgrade to 26.03.3 or later instead',
  source: 'the revision as 26.03.0 to 26.03.2 have it',
});
