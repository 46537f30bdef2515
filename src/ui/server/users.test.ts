import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { secret } from '../../lib/secret.ts';
import { addUser, openUsers } from './users.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-users-'));
  file = join(folder, 'users.json');
});
afterEach(() => rm(folder, { recursive: true }));

const password = secret('correct horse battery');

it('knows users by name and password, in their latest role, and keeps no password', async () => {
  await addUser(file, 'ana', 'viewer', password);
  await addUser(file, 'ben', 'viewer', secret('another good one'));
  await addUser(file, 'ana', 'operator', password);
  const users = await openUsers(file);
  expect(await users.check('ana', 'correct horse battery')).toEqual({ name: 'ana', role: 'operator' });
  expect(await users.check('ben', 'another good one')).toEqual({ name: 'ben', role: 'viewer' });
  expect(await users.check('ana', 'another good one')).toBeUndefined();
  expect(await users.check('eve', 'correct horse battery')).toBeUndefined();
  expect(await readFile(file, 'utf8')).not.toMatch(/correct|another/);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('sees at once who was taken out of the file, or has another role', async () => {
  await addUser(file, 'ana', 'operator', password);
  await addUser(file, 'ben', 'viewer', password);
  const users = await openUsers(file);
  const ana = { name: 'ana', role: 'operator' } as const;
  expect(await users.has(ana)).toBe(true);
  await addUser(file, 'ana', 'viewer', password);
  expect(await users.has(ana)).toBe(false);
});

it.each<[string, () => Promise<unknown>, string]>([
  ['there is none', async () => undefined, 'users.missing'],
  ['it is no such file', () => writeFile(file, '{"users":[{"name":"ana"}]}', { mode: 0o600 }), 'users.wrong'],
  [
    'others may read it',
    async () => {
      await addUser(file, 'ana', 'viewer', password);
      await chmod(file, 0o640);
    },
    'users.readable',
  ],
])('is refused where %s', async (_what, make, code) => {
  await make();
  await expect(openUsers(file)).rejects.toMatchObject({ code });
});

it.each([
  ['ana', 'short', 'users.password'],
  ['a b', 'correct horse battery', 'users.name'],
  ['', 'correct horse battery', 'users.name'],
])('adds no %s with the password "%s"', async (name, text, code) => {
  await expect(addUser(file, name, 'viewer', secret(text))).rejects.toMatchObject({ code });
});
