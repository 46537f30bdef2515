import { mkdtemp, open, rm, stat, statfs } from 'node:fs/promises';
import { availableParallelism, homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { fileFacts } from './file-facts.ts';
import { bootId } from './local-processes.ts';
import type { FileFacts, HostFacts, HostReader, LentFile } from './port.ts';

/** What is thrown where there is no file becomes a value that says so. */
export function nothingThere<T>(nothing: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return nothing;
    throw error;
  };
}

async function facts(): Promise<HostFacts> {
  const variables = { ...process.env, HOME: process.env['HOME'] || homedir() };
  const user = process.getuid?.() ?? 0;
  return { variables, processors: availableParallelism(), boot: await bootId(), user };
}

async function look(path: string): Promise<FileFacts | undefined> {
  const found = await stat(path).catch(nothingThere(undefined));
  return found && fileFacts(found);
}

async function readPart(path: string, from: number, length: number): Promise<Uint8Array | undefined> {
  const file = await open(path, 'r').catch(nothingThere(undefined));
  if (!file) return undefined;
  try {
    const start = from < 0 ? Math.max(0, (await file.stat()).size + from) : from;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function freeBytes(path: string): Promise<number> {
  const found = await statfs(path).catch(nothingThere(undefined));
  return found ? found.bavail * found.bsize : freeBytes(dirname(path));
}

async function lend(name: string, content: string): Promise<LentFile> {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-'));
  const path = join(folder, name);
  await writeFileAtomic(path, content);
  return { path, takeBack: () => rm(folder, { recursive: true, force: true }) };
}

type Facts = 'facts' | 'stat' | 'readPart' | 'freeBytes' | 'bring' | 'lend';

/** What can be looked at on this machine; what is baiup's own lies here already. */
export const localFacts: Pick<HostReader, Facts> = {
  facts,
  stat: look,
  readPart,
  freeBytes,
  bring: async (file) => file,
  lend,
};
