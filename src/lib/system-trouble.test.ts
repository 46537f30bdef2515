import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemTrouble } from './system-trouble.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-trouble-'));
  await writeFile(join(folder, 'file'), '');
  await symlink(join(folder, 'loop'), join(folder, 'loop'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['.', 'it is a folder'],
  ['file/x', 'a part of it is a file, not a folder'],
  ['loop', 'its links form a circle'],
  ['x'.repeat(300), 'its name is too long'],
])('%s: %s', async (name, why) => {
  const error: unknown = await readFile(join(folder, name)).catch((thrown: unknown) => thrown);
  // A folder is told of without its path when it is read: writing to one names it.
  const named = Object.assign(error as Error, { path: join(folder, name) });
  expect(systemTrouble(named)).toMatchObject({
    code: 'machine.refused',
    exit: 1,
    message: `${join(folder, name)} on this machine: ${why}`,
    hint: expect.any(String),
  });
});

it.each([[new Error('no')], [Object.assign(new Error('no'), { code: 'ERR_X', path: '/' })], ['ENOSPC']])(
  '%s is none of it',
  (error) => {
    expect(systemTrouble(error)).toBeUndefined();
  },
);
