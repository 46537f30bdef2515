import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drainUntil } from './drain-until.ts';
import { keptFiles } from './kept-files.ts';

let runFolder = '';
beforeEach(async () => {
  runFolder = await mkdtemp(join(tmpdir(), 'baiup-until-'));
});
afterEach(() => rm(runFolder, { recursive: true, force: true }));

const began = Date.parse('2026-11-29T02:00:00Z');
const leftAt = (seconds: number) =>
  drainUntil({ hop: 1, part: 'users', seconds: 1800 }, { runFolder }, began + seconds * 1000);

it('a drain that is interrupted has no more time than it had, and never more than all of it', async () => {
  expect(await leftAt(0)).toBe(1_800_000);
  expect(await leftAt(600)).toBe(1_200_000);
  expect(await leftAt(7200)).toBe(0);
  // The clock was an hour ahead, and is right now.
  expect(await leftAt(-3600)).toBe(1_800_000);
});

it('one whose note was damaged says which file it is', async () => {
  const file = keptFiles({ runFolder }, 1).drainUntil('users');
  await writeFile(file, '{"until":"soon"}');
  await expect(leftAt(0)).rejects.toMatchObject({
    code: 'run.document-damaged',
    message: expect.stringContaining(file),
  });
});
