import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readClusterText } from './cluster-text.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-text-'));
  file = join(folder, 'cluster.yaml');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the text of a cluster file', () => {
  it.each([
    [0o600, false],
    [0o640, true],
    [0o604, true],
    [0o611, false],
  ])('says of mode %o whether others can read it: %s', async (mode, isOpen) => {
    await writeFile(file, 'cluster: läb');
    await chmod(file, mode);
    expect(await readClusterText(file)).toEqual({ text: 'cluster: läb', isOpen });
  });

  it('may begin with the mark of UTF-8', async () => {
    await writeFile(file, '\ufeffcluster: lab');
    expect((await readClusterText(file))?.text).toBe('cluster: lab');
  });

  it('is none where there is none', async () => {
    expect(await readClusterText(file)).toBeUndefined();
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['UTF-16', () => writeFile(file, '\ufeffcluster: lab', 'utf16le'), 'it is UTF-16; save it as UTF-8'],
    ['UTF-16 without a mark', () => writeFile(file, 'cluster: lab', 'utf16le'), 'it holds zero bytes'],
    ['zero bytes', () => writeFile(file, 'a: \0'), 'it holds zero bytes'],
    ['Latin-1', () => writeFile(file, 'cluster: läb', 'latin1'), 'it is not UTF-8'],
    ['a folder', () => mkdir(file), 'it is a folder'],
    ['a link to itself', () => symlink(file, file), 'its links form a circle'],
    ['a device', () => symlink('/dev/zero', file), 'it is not a regular file'],
    [
      'a huge file',
      async () => {
        await writeFile(file, '');
        await truncate(file, 40_000_000);
      },
      'it is larger than 32 MB',
    ],
  ])('refuses %s in plain words', async (_what, make, why) => {
    await make();
    await expect(readClusterText(file)).rejects.toMatchObject({
      code: 'cluster.file-unreadable',
      exit: 64,
      message: expect.stringContaining(`${file} cannot be read as a cluster file: ${why}`),
    });
  });

  it('refuses a path through a file, and a name that no file has', async () => {
    await writeFile(file, '');
    await expect(readClusterText(join(file, 'x'))).rejects.toThrow('a part of its path is not a folder');
    await expect(readClusterText(join(folder, 'x'.repeat(400)))).rejects.toThrow('its name is too long');
  });
});
