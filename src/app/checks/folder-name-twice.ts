import { breakingRows, counted } from './breaking-rows.ts';

/** An earlier folder that still lives, in the same project or of the same user, has this one's name. */
const taken = `v.status::text NOT IN ('delete-complete', 'delete-error') AND EXISTS (
  SELECT 1 FROM vfolders o WHERE o.name = v.name AND o.ownership_type = v.ownership_type
    AND o.status::text NOT IN ('delete-complete', 'delete-error')
    AND ((v.ownership_type = 'group' AND o."group" = v."group") OR (v.ownership_type = 'user' AND o."user" = v."user"))
    AND (coalesce(o.created_at, '-infinity'), o.id) < (coalesce(v.created_at, '-infinity'), v.id))`;

/** 26.09 lets a project hold a name once, and gives every user a project for his folders (revision b4c2e7f19a30). */
export const folderNameTwice = breakingRows({
  code: 'database.folder-name-twice',
  revision: 'b4c2e7f19a30',
  rows: {
    of: ['vfolders.name', 'vfolders.status', 'vfolders.ownership_type', 'vfolders.user', 'vfolders.group'],
    select: `SELECT v.id, v.name, v.host, v.status FROM vfolders v WHERE ${taken} ORDER BY v.id`,
  },
  says: (count) =>
    `${counted(count, 'folder has', 'folders have')} the name of an earlier folder of the same project or user; the migration aborts on repeated names`,
  manual: 'rename or purge the later ones',
  fixes: {
    does: (count) =>
      `renames ${counted(count, 'folder', 'folders')}, adding the beginning of their ids to the later ones of each name; no file moves`,
    statements: [
      {
        sql: `UPDATE vfolders v SET name = left(v.name, 55) || '-' || left(v.id::text, 8) WHERE ${taken}`,
      },
    ],
  },
});
