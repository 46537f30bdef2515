import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withDraft } from './with-draft.ts';

/** Characters that are written at once. */
const portion = 1_000_000;

function* inPortions(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < portion) continue;
    yield text;
    text = '';
  }
  yield text;
}

/**
 * Writes a file whole or not at all, also through a power cut: beside it first, then renamed, each synced. Mode 0600
 * unless told; a mode that is told counts, whatever umask there is.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Iterable<string>,
  mode = 0o600,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await withDraft(path, async (draft) => {
    const file = await open(draft, 'w', mode);
    try {
      if (mode !== 0o600) await file.chmod(mode);
      await file.writeFile(typeof content === 'string' ? content : inPortions(content));
      await file.sync();
    } finally {
      await file.close();
    }
  });
}
