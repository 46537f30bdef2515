import type { Folder } from '../../../core/workloads/folder.ts';
import { withoutNulls } from '../../../lib/without-nulls.ts';
import type { Database } from '../database.ts';
import type { Columns } from './columns-of.ts';

/** What a storage-proxy does to folders by itself; with `v` for the folders' table. */
export const foldersAtWork =
  "replace(lower(v.status::text), '_', '-') IN ('cloning', 'performing', 'deleting', 'delete-ongoing')";

export async function readFolders(database: Database, columns: Columns): Promise<Folder[]> {
  if (!columns('vfolders').has('status')) return [];
  const rows = await database.query<Folder>(
    `SELECT v.id::text AS id, v.name, lower(v.status::text) AS status, coalesce(u.email, g.name) AS owner, v.host
     FROM vfolders v LEFT JOIN users u ON u.uuid = v."user" LEFT JOIN groups g ON g.id = v."group"
     WHERE ${foldersAtWork} ORDER BY v.name, v.id`,
  );
  return rows.map(withoutNulls);
}
