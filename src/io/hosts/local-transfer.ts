import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withDraft } from '../../lib/with-draft.ts';
import type { Host, SentFile } from './port.ts';

/** Copies a file whole or not at all, synced, and says what arrived. */
async function send(from: string, to: string): Promise<SentFile> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let size = 0;
  await withDraft(to, async (draft) => {
    const file = await open(draft, 'w', 0o600);
    try {
      for await (const chunk of createReadStream(from)) {
        hash.update(chunk);
        size += chunk.length;
        await file.write(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  });
  return { size, sha256: hash.digest('hex') };
}

/** Files between this machine and itself. */
export const localTransfer: Pick<Host, 'upload' | 'download'> = { upload: send, download: send };
