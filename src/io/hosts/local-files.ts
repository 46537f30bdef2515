import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, chown, copyFile, lstat, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { withDraft } from '../../lib/with-draft.ts';
import { fileFacts } from './file-facts.ts';
import type { Host, HostFile } from './port.ts';
import { onFile } from './refusal.ts';

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const isGone = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

async function described(folder: string, name: string): Promise<HostFile[]> {
  const found = await lstat(join(folder, name)).catch((error: unknown) => {
    if (isGone(error)) return undefined;
    throw error;
  });
  if (!found) return [];
  return [{ name, ...fileFacts(found) }];
}

async function files(folder: string): Promise<readonly HostFile[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isGone(error)) return [];
    throw error;
  });
  return (await Promise.all(names.sort().map((name) => described(folder, name)))).flat();
}

async function sha256(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
  return hash.digest('hex');
}

async function copy(from: string, to: string): Promise<void> {
  const { mode, uid, gid, atime, mtime } = await stat(from);
  await withDraft(to, async (draft) => {
    await copyFile(from, draft);
    const own = await stat(draft);
    if (own.uid !== uid || own.gid !== gid) await chown(draft, uid, gid);
    await chmod(draft, mode & 0o7777);
    await utimes(draft, atime, mtime);
  });
}

async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error;
    await copy(from, to);
    await rm(from);
  }
}

/** What this machine does with whole files. */
export function localFiles(host: string): Pick<Host, 'files' | 'sha256' | 'copy' | 'move'> {
  return {
    files: (folder) => onFile(host, folder, () => files(folder)),
    sha256: (path) => onFile(host, path, () => sha256(path)),
    copy: (from, to) => onFile(host, from, () => copy(from, to)),
    move: (from, to) => onFile(host, from, () => move(from, to)),
  };
}
