import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { committedSnapshot } from '../../core/catalog/committed-snapshot.ts';
import { catalogFolder } from '../../io/index/catalog-folder.ts';
import { currentCatalog } from '../../io/index/current-catalog.ts';
import { type SimulatedIndex, simulatedIndex } from '../../io/index/simulated-index.ts';
import { simulatedWheel } from '../../io/index/simulated-wheel.ts';
import { catalogSync } from './catalog-sync.ts';

let index: SimulatedIndex;
const versions = 'ai/backend/manager/models/alembic/versions';

beforeAll(async () => {
  index = await simulatedIndex();
  index.wheels.set(
    'backend_ai_manager-99.1.0-py3-none-any.whl',
    simulatedWheel({ [`${versions}/a1_x.py`]: 'revision = "a1"\ndown_revision = None\n' }),
  );
});
afterAll(() => index.close());

const folderOf = () => catalogFolder(mkdtempSync(join(tmpdir(), 'baiup-action-')));
const never = new AbortController().signal;
/** A machine without pip. */
const ask = async () => ({ exitCode: 1, stdout: '', stderr: '', durationMs: 1 });

it('adds to what baiup came with, and what it brings is used from then on', async () => {
  const folder = folderOf();
  const first = await catalogSync({ index: index.url, signal: never, now: 1, folder, ask });
  expect(first).toMatchObject({ added: ['99.01.0'], changed: [], file: folder.snapshot });
  const { releases } = currentCatalog(folder.snapshot);
  expect(releases).toHaveLength(committedSnapshot().releases.length + 1);
  expect(releases.at(-1)).toMatchObject({ version: '99.01.0', schema: { heads: ['a1'] } });
  expect(existsSync(folder.facts)).toBe(false);
  const second = await catalogSync({ index: index.url, signal: never, now: 2, folder, ask });
  expect(second).toMatchObject({ added: [], changed: [], bytesRead: 0 });
});

it('makes a damaged catalog anew', async () => {
  const folder = folderOf();
  await catalogSync({ index: index.url, signal: never, now: 1, folder, ask });
  writeFileSync(folder.snapshot, 'damaged');
  await catalogSync({ index: index.url, signal: never, now: 2, folder, ask });
  expect(currentCatalog(folder.snapshot).releases.at(-1)?.version).toBe('99.01.0');
});

it('leaves everything as it was where the index fails or it is stopped', async () => {
  const folder = folderOf();
  index.faults.set('files', 'other');
  const failed = catalogSync({ index: index.url, signal: never, now: 1, folder, ask });
  await expect(failed).rejects.toMatchObject({ code: 'index.hash', exit: 1 });
  index.faults.clear();
  const stopped = catalogSync({ index: index.url, signal: AbortSignal.abort(), now: 1, folder, ask });
  await expect(stopped).rejects.toMatchObject({ code: 'catalog.stopped', exit: 3 });
  expect(existsSync(folder.snapshot)).toBe(false);
});
