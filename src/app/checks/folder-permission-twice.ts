import { breakingRows, counted } from './breaking-rows.ts';

/** Given to the owner, who has every right already, or to the same user more than once. */
const twice = `f.id = p.vfolder AND ((f.ownership_type = 'user' AND f."user" = p."user")
  OR EXISTS (SELECT 1 FROM vfolder_permissions o WHERE o.vfolder = p.vfolder AND o."user" = p."user"
             AND (o.permission::text, o.id) < (p.permission::text, p.id)))`;

/** 25.14 writes folders and those who share them down as roles, each pair once (revision 5b171528a6f5). */
export const folderPermissionTwice = breakingRows({
  code: 'database.folder-permission-twice',
  revision: '5b171528a6f5',
  rows: {
    of: ['vfolder_permissions.id', 'vfolder_permissions.user', 'vfolders.ownership_type', 'vfolders.user'],
    select: `SELECT p.id, f.name, u.email, p.permission FROM vfolder_permissions p
JOIN vfolders f ON ${twice} LEFT JOIN users u ON u.uuid = p."user" ORDER BY p.id`,
  },
  says: (count) =>
    `${counted(count, 'permission on a folder is', 'permissions on folders are')} given to the folder's owner, or twice to one user; the migration aborts at the first repeated pair`,
  manual: 'delete the rows of vfolder_permissions that repeat a right',
  fixes: {
    does: (count) =>
      `deletes ${counted(count, 'permission', 'permissions')}: those of owners, who have every right anyway, and the wider one of two for the same user`,
    statements: [{ sql: `DELETE FROM vfolder_permissions p USING vfolders f WHERE ${twice}` }],
  },
});
