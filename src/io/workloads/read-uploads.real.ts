import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { thisMachine } from '../hosts/this-machine.ts';
import { readUploads } from './read-uploads.ts';

it('a file is uploaded as long as a program has it open for that', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-uploads-'));
  const below = join(folder, 'b9f9095ba37341a6ba8413d5ed11879d/.upload');
  await mkdir(below, { recursive: true });
  const seen = async () =>
    (await readUploads(thisMachine, [process.pid]))?.filter(({ path }) => path.startsWith(folder));
  const file = await open(join(below, 'part'), 'a');
  try {
    expect(await seen()).toEqual([
      {
        host: thisMachine.name,
        path: join(below, 'part'),
        folder: 'b9f9095b-a373-41a6-ba84-13d5ed11879d',
      },
    ]);
  } finally {
    await file.close();
  }
  expect(await seen()).toEqual([]);
  await rm(folder, { recursive: true });
});

it('of a process that cannot be looked at nobody knows what it has open', async () => {
  // Numbers of processes end before.
  expect(await readUploads(thisMachine, [2 ** 22 + 1])).toBeUndefined();
});
