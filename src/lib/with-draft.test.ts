import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeFileAtomic } from './atomic-file.ts';
import { withDraft } from './with-draft.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-draft-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('lets two writers of one file each make it whole', async () => {
  const file = join(folder, 'file');
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(1000));
  await Promise.all(texts.map((text) => writeFileAtomic(file, text)));
  expect(texts).toContain(await readFile(file, 'utf8'));
  expect(await readdir(folder)).toEqual(['file']);
});

it('leaves what stands, and no draft, where writing fails', async () => {
  const file = join(folder, 'file');
  await writeFile(file, 'old');
  const failing = withDraft(file, async (draft) => {
    await writeFile(draft, 'half');
    throw new Error('no room');
  });
  await expect(failing).rejects.toThrow('no room');
  expect(await readFile(file, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['file']);
});
