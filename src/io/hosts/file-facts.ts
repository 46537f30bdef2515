import type { Stats } from 'node:fs';
import type { FileFacts } from './port.ts';

function kindOf(found: Stats): FileFacts['kind'] {
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'folder';
  return found.isSocket() ? 'socket' : 'other';
}

/** What Node.js says of a file, in the words of the port. */
export function fileFacts(found: Stats): FileFacts {
  const { size, mtimeMs: modified, mode, uid: owner, gid: group } = found;
  return { kind: kindOf(found), size, modified, mode: mode & 0o7777, owner, group };
}
