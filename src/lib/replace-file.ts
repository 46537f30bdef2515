import { open, realpath, stat } from 'node:fs/promises';
import { withDraft } from './with-draft.ts';

/**
 * Gives a file that is there another content, whole or not at all, and keeps its owner, its mode, and the link that
 * may lead to it.
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  const target = await realpath(path);
  const { mode, uid, gid } = await stat(target);
  await withDraft(target, async (draft) => {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(content);
      const own = await file.stat();
      if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid);
      await file.chmod(mode & 0o7777);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}
