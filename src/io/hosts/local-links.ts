import { lchown, readlink, stat, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BaiupError } from '../../lib/errors.ts';
import { syncFolder } from '../../lib/sync-folder.ts';
import { withDraft } from '../../lib/with-draft.ts';
import { localCommands } from './local-command.ts';
import type { Host } from './port.ts';
import { onFile } from './refusal.ts';

const program = fileURLToPath(new URL('./far/links.py', import.meta.url));

/** What `links.py` ends with. */
const [isDone, hasNoCall] = [0, 3];

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

async function readLink(path: string): Promise<string | undefined> {
  return readlink(path).catch((error: unknown) => {
    if (['EINVAL', 'ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  });
}

async function link(path: string, to: string): Promise<void> {
  await withDraft(path, async (draft) => {
    await symlink(to, draft);
    const { uid, gid } = await stat(dirname(path));
    if (process.getuid?.() === 0) await lchown(draft, uid, gid);
  });
}

/** Node.js has no such call, and Python has. */
async function exchange(host: string, one: string, other: string): Promise<boolean> {
  const argv = ['python3', '-I', program, one, other] as const;
  const asked = localCommands(host).ask({ argv, timeoutMs: 30_000 });
  const { exitCode, stderr } = await asked.catch((error: unknown) => {
    // Without Python it is as without the call.
    if (error instanceof BaiupError && error.code === 'command.missing')
      return { exitCode: hasNoCall, stderr: '' };
    throw error;
  });
  if (exitCode === hasNoCall) return false;
  if (exitCode !== isDone) throw Object.assign(new Error(stderr), { code: stderr });
  await Promise.all([one, other].map((path) => syncFolder(dirname(path))));
  return true;
}

/** What this machine does with links. */
export function localLinks(host: string): Pick<Host, 'readLink' | 'link' | 'exchange'> {
  return {
    readLink: (path) => onFile(host, path, () => readLink(path)),
    link: (path, to) => onFile(host, path, () => link(path, to)),
    exchange: (one, other) => onFile(host, one, () => exchange(host, one, other)),
  };
}
