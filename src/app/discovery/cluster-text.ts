import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { usageError } from '../../lib/errors.ts';

/** Enough for ten thousand members many times over. */
const mostBytes = 32_000_000;

const encodings: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-32', [0xff, 0xfe, 0, 0]],
  ['UTF-32', [0, 0, 0xfe, 0xff]],
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
];

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
  ELOOP: 'its links form a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOTDIR: 'a part of its path is not a folder',
};

const unreadable = (file: string, why: string) =>
  usageError(
    'cluster.file-unreadable',
    `${file} cannot be read as a cluster file: ${why}`,
    'docs/cluster-file.md shows a whole one; name another with --cluster FILE',
  );

/** Text of UTF-8, without the mark that some editors put before it. */
function decode(file: string, bytes: Buffer): string {
  const [encoding] = encodings.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte)) ?? [];
  if (encoding !== undefined) throw unreadable(file, `it is ${encoding}; save it as UTF-8`);
  if (bytes.includes(0)) throw unreadable(file, 'it holds zero bytes: it is not text, or not UTF-8');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(file, 'it is not UTF-8');
  }
}

/** Where a cluster file is looked for: the one that is named, else these in their order. */
export const clusterFiles = (named: string | undefined): string[] =>
  named === undefined
    ? [resolve('cluster.yaml'), join(homedir(), '.config/baiup/cluster.yaml')]
    : [resolve(named)];

export interface ClusterText {
  readonly text: string;
  /** Whether its group or others may read it. */
  readonly isOpen: boolean;
}

/**
 * A cluster file's text; undefined where there is none.
 * @throws BaiupError `cluster.file-unreadable` (exit 64)
 */
export async function readClusterText(file: string): Promise<ClusterText | undefined> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    // A pipe that nobody writes to would keep an ordinary open waiting for ever.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw unreadable(file, reasons[code] ?? message);
  }
  try {
    const found = await handle.stat();
    if (found.isDirectory()) throw unreadable(file, 'it is a folder');
    if (!found.isFile()) throw unreadable(file, 'it is not a regular file');
    if (found.size > mostBytes) throw unreadable(file, `it is larger than ${mostBytes / 1e6} MB`);
    const text = decode(file, await handle.readFile());
    return { text, isOpen: (found.mode & 0o044) !== 0 };
  } finally {
    await handle.close();
  }
}
