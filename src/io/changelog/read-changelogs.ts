import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BaiupError, messageOf, usageError } from '../../lib/errors.ts';
import type { Network } from '../index/network.ts';
import { fetchChangelog } from './fetch-changelog.ts';

/**
 * The texts behind `--source`, over the operator's way to the network where it is an address: a file, every Markdown file of a folder, or an address.
 * @throws BaiupError `changelog.source-missing` (exit 64), `changelog.unreachable`
 */
export async function readChangelogs(
  source: string,
  network: () => Promise<Network>,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  if (/^https?:\/\//i.test(source)) {
    const text = await fetchChangelog(source, await network(), signal);
    if (text !== undefined) return [text];
    throw new BaiupError('changelog.unreachable', `there is no changelog at ${source}`, {
      hint: 'name a file, or a folder of files, with --source',
    });
  }
  try {
    if (!(await stat(source)).isDirectory()) return [await readFile(source, 'utf8')];
    const names = (await readdir(source)).filter((name) => /\.(md|markdown)$/i.test(name)).sort();
    return await Promise.all(names.map((name) => readFile(join(source, name), 'utf8')));
  } catch (error) {
    throw usageError(
      'changelog.source-missing',
      `the changelog ${source} cannot be read: ${messageOf(error)}`,
      'name a file, a folder of Markdown files, or an address with --source',
    );
  }
}
