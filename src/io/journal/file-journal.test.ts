import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileJournal } from './file-journal.ts';
import { at, journalSuite, plan, stopped } from './journal.suite.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => fileJournal(join(folder, 'runs'), () => new Date(at));

journalSuite('files', async () => ({ open }));

it('keeps everything for its owner alone', async () => {
  const record = await open().create(plan);
  await record.append(stopped('a'));
  const claim = await record.claim();
  const modes = await Promise.all(
    (await readdir(record.folder)).map(async (name) => (await stat(join(record.folder, name))).mode & 0o777),
  );
  await claim.release();
  expect(modes).toEqual(modes.map(() => 0o600));
  expect((await stat(record.folder)).mode & 0o777).toBe(0o700);
});
