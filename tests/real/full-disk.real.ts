import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { onFullDisk } from './full-disk.ts';

const { runs, disk, baiup, good } = onFullDisk({
  ends: ['expect', 'migrate'],
  goesBack: ['migrate'],
  takesAll: [['resume', 'done', '24.09.4']],
});

it('a disk that fills up under the dump has the dump made again in the room that is kept', async () => {
  const run = await runs().begin(good);
  const lock = await runs().small.lockTables();
  const driven = baiup('resume', run.id);
  await lock.waits(driven);
  await disk().fill();
  await lock.release();
  await driven.ends(0);
  // Looked at and done again: the first dump met the full disk.
  expect(await readFile(join(run.folder, 'journal.jsonl'), 'utf8')).toMatch(
    /"kind":"step.probed".*"step":"1.database"/,
  );
  expect(await runs().serving()).toBe('24.09.4');
});

it('a disk that is full before the start has the run refused, with how much it wants', async () => {
  const run = await runs().begin(good);
  await disk().fill(6_000_000);
  const { stderr } = await baiup('resume', run.id).ends(2);
  expect(stderr).toMatch(/may write \d+ MB below .*, but there is less room/);
  expect(stderr).toContain('nothing was stopped');
  expect(await runs().serving()).toBe('24.03.11');
  await disk().free();
  await baiup('resume', run.id).ends(0);
});
