import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withDraft } from './with-draft.ts';

/**
 * Writes a file whole or not at all, also through a power cut: beside it first, then renamed, each synced. Mode 0600
 * unless told.
 */
export async function writeFileAtomic(path: string, content: string, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await withDraft(path, async (draft) => {
    const file = await open(draft, 'w', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}
