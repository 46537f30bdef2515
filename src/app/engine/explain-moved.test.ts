import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunRecord } from '../../io/journal/port.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import { BaiupError } from '../../lib/errors.ts';
import { explainMoved } from './explain-moved.ts';
import { beginRun } from './simulated-run.ts';

let folder = '';
let record: RunRecord;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-moved-'));
  record = await beginRun(
    simulatedJournal(() => new Date(), folder),
    1,
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const failing = (code: string, differs: readonly string[]) =>
  explainMoved({ differs, cluster: { file: '/c.yaml' } } as never, record, async () => {
    throw new BaiupError(code, 'e1 does not answer', { hint: 'check cluster.yaml' });
  });

it.each([
  ['etcd.unreachable', 'etcd', 'etcd.host was e1, is e2'],
  ['etcd.refused', 'etcd', 'etcd.host was e1, is e2'],
  ['database.unreachable', 'database', 'database.host was d1, is d2'],
  ['database.refused', 'database', 'c1.database.host was d1, is d2'],
])('%s of a run says that it looks where its %s was, and what to do', async (code, name, differs) => {
  await expect(failing(code, ['hosts.h1 was a, is b', differs])).rejects.toMatchObject({
    code: 'run.not-there',
    message: `e1 does not answer. r-1 looks where its ${name} was when the run began, whatever /c.yaml says today (${differs})`,
    left: 'every service that the run stopped runs again, or none was stopped',
    hint: expect.stringContaining(
      `change it below "inventory" in ${join(record.folder, 'cluster.json')} too. Then go on: baiup resume r-1, or go back: baiup rollback r-1`,
    ),
  });
});

it('says nothing of cluster.yaml where that is as it was', async () => {
  await expect(failing('etcd.unreachable', ['database.host was d1, is d2'])).rejects.toMatchObject({
    code: 'run.not-there',
    message: 'e1 does not answer. r-1 looks where its etcd was when the run began',
  });
});

it('leaves any other failure, and what came about, as it is', async () => {
  await expect(failing('cluster.locked', ['etcd.host was e1, is e2'])).rejects.toMatchObject({
    code: 'cluster.locked',
    hint: 'check cluster.yaml',
  });
  const bug = explainMoved({ differs: [], cluster: { file: '' } } as never, record, () =>
    Promise.reject(new RangeError()),
  );
  await expect(bug).rejects.toBeInstanceOf(RangeError);
  const fine = explainMoved({ differs: [], cluster: { file: '' } } as never, record, async () => 7);
  expect(await fine).toBe(7);
});
