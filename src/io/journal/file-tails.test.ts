import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileTails } from './file-tails.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-tails-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('are the last lines of each file, by name', async () => {
  await writeFile(join(folder, 'b.log'), 'one\ntwo\nthree\n\n');
  await writeFile(join(folder, 'a.log'), 'alone');
  await writeFile(join(folder, 'c.log'), '');
  expect(await fileTails(folder, 2)).toEqual([
    { file: join(folder, 'a.log'), tail: 'alone' },
    { file: join(folder, 'b.log'), tail: 'two\nthree' },
    { file: join(folder, 'c.log'), tail: '' },
  ]);
});

it('are none where there is no folder', async () => {
  expect(await fileTails(join(folder, 'none'), 2)).toEqual([]);
});
