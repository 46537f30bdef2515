import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { committedSnapshot } from '../../core/catalog/committed-snapshot.ts';
import { encodeSnapshot } from '../../core/catalog/encode-snapshot.ts';
import type { Snapshot } from '../../core/catalog/snapshot.ts';
import { currentCatalog, currentSnapshot } from './current-catalog.ts';
import { readSyncedSnapshot, writeSyncedSnapshot } from './synced-snapshot.ts';

const committed = committedSnapshot();
const later: Snapshot = { ...committed, asOf: '2999-01-01T00:00:00Z' };
let path: string;

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'baiup-catalog-')), 'snapshot.json');
});

describe('the catalog on this machine', () => {
  it('is the one that baiup came with, where nothing was synced', () => {
    expect(currentSnapshot(path)).toBe(committed);
    expect(currentCatalog(path).releases).toHaveLength(committed.releases.length);
  });

  it.each([
    ['a later one', '2999-01-01T00:00:00Z', true],
    ['an equal one', committed.asOf, true],
    ['an older one', '2020-01-01T00:00:00Z', false],
  ])('is %s: %s, synced %s', async (_name, asOf, synced) => {
    await writeSyncedSnapshot(path, { ...later, asOf });
    expect(currentSnapshot(path) !== committed).toBe(synced);
    expect(encodeSnapshot(currentSnapshot(path)).releases).toEqual(encodeSnapshot(committed).releases);
  });

  it.each([
    ['cut', (text: string) => text.slice(0, text.length / 2)],
    ['cut in its first line', (text: string) => text.slice(0, 20)],
    ['empty', () => ''],
    ['changed', (text: string) => text.replace('"24.03.11"', '"24.03.12"')],
    ['something else', () => '[]\n{}'],
  ])('is refused where the file is %s', async (_name, damage) => {
    await writeSyncedSnapshot(path, later);
    writeFileSync(path, damage(readFileSync(path, 'utf8')));
    expect(() => currentSnapshot(path)).toThrowError(
      expect.objectContaining({ code: 'catalog.damaged', hint: expect.stringContaining('catalog sync') }),
    );
  });

  it('passes over one that another baiup made', async () => {
    await writeSyncedSnapshot(path, later);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"schemaVersion":\d+/, '"schemaVersion":99'));
    expect(readSyncedSnapshot(path)).toBeUndefined();
  });
});
