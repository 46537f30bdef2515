import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { abandonedFolders, forgetOwner, makeOwnedFolder, type OwnedFolder } from './owned-folder.ts';

let all = '';
beforeEach(async () => {
  all = join(await mkdtemp(join(tmpdir(), 'baiup-owned-')), 'rehearsals');
});
afterEach(() => rm(join(all, '..'), { recursive: true, force: true }));

/** Lets the owner of a folder be another process. */
async function ownedBy({ ownerFile }: OwnedFolder, change: object): Promise<void> {
  const owner = JSON.parse(await readFile(ownerFile, 'utf8')) as object;
  await writeFile(ownerFile, JSON.stringify({ ...owner, ...change }));
}

it.each<[string, (owned: OwnedFolder) => Promise<void>, boolean]>([
  ['of a living process is its own', async () => undefined, false],
  ['whose process has died is abandoned', (owned) => ownedBy(owned, { ticks: 1 }), true],
  ['of another machine is left alone', (owned) => ownedBy(owned, { host: 'other' }), false],
  ['of another container is left alone', (owned) => ownedBy(owned, { namespace: 'x', ticks: 1 }), false],
  ['that is not made yet is its owner’s', ({ folder }) => rm(folder, { recursive: true }), false],
  ['whose owner cannot be read is abandoned', ({ ownerFile }) => writeFile(ownerFile, 'null'), true],
  ['without an owner is abandoned', forgetOwner, true],
])('a folder %s', async (_what, change, isAbandoned) => {
  const owned = await makeOwnedFolder(all);
  await change(owned);
  expect(await abandonedFolders(all)).toEqual(isAbandoned ? [owned] : []);
});

it('lies directly below the folder that was named', async () => {
  const owned = await makeOwnedFolder(all);
  expect((await readdir(all)).map((name) => join(all, name)).sort()).toEqual(Object.values(owned).sort());
});

it('is never taken from a process that is just making it', async () => {
  await mkdir(all);
  const made = Promise.all(Array.from({ length: 40 }, () => makeOwnedFolder(all)));
  const seen = await Promise.all(Array.from({ length: 40 }, () => abandonedFolders(all)));
  await made;
  expect(seen.flat()).toEqual([]);
});
