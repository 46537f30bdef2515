import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outputFile } from './output-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-output-'));
  await mkdir(join(folder, 'there'));
  await writeFile(join(folder, 'file'), 'as it was');
  await symlink('/dev/null', join(folder, 'device'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const below = (name: string): string => (name === '' || name === ' ' ? name : `${folder}/${name}`);

describe('outputFile', () => {
  it.each([
    ['', '-o names no file', '-o plan.json'],
    [' ', '-o names no file', '-o plan.json'],
    ['there', 'names a folder, not a file', 'there/plan.json'],
    ['there/', 'names a folder, not a file', 'there/plan.json'],
    ['nowhere/', 'names a folder, not a file', 'nowhere/plan.json'],
    ['nowhere/plan.json', 'there is no folder ', 'mkdir -p '],
    ['file/plan.json', 'file is not a folder', 'name another file'],
    ['device', 'exists already, and is not a file', '-o plan.json'],
  ])('refuses %j before anything is done', async (name, message, hint) => {
    await expect(outputFile(below(name), 'plan.json')).rejects.toMatchObject({
      code: 'output.wrong',
      exit: 64,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
    expect((await readdir(folder)).sort()).toEqual(['device', 'file', 'there']);
  });

  it('writes a new file, and over one that is there', async () => {
    for (const name of ['there/plan.json', 'file']) {
      const file = await outputFile(below(name), 'plan.json');
      await file.write('new');
      expect(await readFile(below(name), 'utf8')).toBe('new');
      expect((await stat(below(name))).mode & 0o777).toBe(0o600);
    }
  });

  it('writes to where a link points, and leaves the link', async () => {
    await symlink('file', below('link'));
    await (await outputFile(below('link'), 'plan.json')).write('new', 0o644);
    expect(await readlink(below('link'))).toBe('file');
    expect(await readFile(below('file'), 'utf8')).toBe('new');
  });

  it('says so where the folder has gone meanwhile', async () => {
    const file = await outputFile(below('there/plan.json'), 'plan.json');
    await rm(below('there'), { recursive: true });
    await writeFile(below('there'), '');
    await expect(file.write('new')).rejects.toMatchObject({ code: 'output.not-written', exit: 1 });
  });
});
