import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { emptySnapshot } from '../../core/catalog/snapshot.ts';
import { openFactJournal } from './fact-journal.ts';
import { packageIndex } from './package-index.ts';
import type { PackageSources } from './package-sources.ts';
import { type SimulatedIndex, simulatedIndex } from './simulated-index.ts';
import { simulatedManager } from './simulated-manager.ts';
import { syncCatalog } from './sync-catalog.ts';

const first = 'backend.ai_manager-24.3.11-py3-none-any.whl';
let index: SimulatedIndex;

beforeEach(async () => {
  index?.close();
  index = await simulatedIndex();
  index.wheels.set(first, simulatedManager('24.3.11', ['a1', 'b2']));
});
afterAll(() => index.close());

async function sync(sources: PackageSources = { indexes: [packageIndex(index.url)], findLinks: [] }) {
  const journal = await openFactJournal(join(mkdtempSync(join(tmpdir(), 'baiup-sync-')), 'facts.jsonl'));
  return await syncCatalog({ sources, known: emptySnapshot, journal, now: 1 });
}

it('sends credentials to the index, and to no other origin', async () => {
  const other = await simulatedIndex();
  other.wheels.set(first, index.wheels.get(first) ?? Buffer.alloc(0));
  index.wheels.clear();
  try {
    const own = packageIndex(index.url.replace('//', '//user:p%40ss@'));
    await sync({ indexes: [own], findLinks: [`${other.url}/backend-ai-manager/`] });
    const basic = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(new Set(index.seen.map(({ authorization }) => authorization))).toEqual(new Set([basic]));
    expect(new Set(other.seen.map(({ authorization }) => authorization))).toEqual(new Set([undefined]));
  } finally {
    other.close();
  }
});

describe('a bad index', () => {
  it.each([
    ['simple', 404, 'index.empty', 'no wheel of backend.ai-manager'],
    ['simple', 403, 'index.refused', 'answered 403 for /simple/'],
    ['simple', 503, 'index.refused', 'answered 503 for /simple/'],
    ['simple', 'garbage', 'index.garbage', 'not an index page'],
    ['simple', 'short', 'index.garbage', 'not an index page'],
    ['simple', 'half', 'index.unreachable', 'does not answer completely'],
    ['files', 404, 'index.not-found', 'answered 404 for /files/'],
    ['files', 'other', 'index.hash', 'its hash differs'],
    ['files', 'short', 'index.hash', 'only'],
    ['files', 'garbage', 'index.hash', 'only'],
    ['files', 'half', 'index.unreachable', 'does not answer completely'],
  ] as const)('%s: %s is %s', async (word, fault, code, says) => {
    index.faults.set(word, fault);
    const failed = sync();
    await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(says) });
    await expect(failed).rejects.toMatchObject({ hint: expect.any(String) });
  });

  it('is found out by the checksum of a member, in parts as well', async () => {
    const wheel = Buffer.from(index.wheels.get(first) ?? '');
    wheel[wheel.indexOf('revision = "a1"') + 12] = 0x7a;
    const at = wheel.indexOf('revision = "');
    if (at >= 0) wheel[at + 12] = 0x7a;
    index.wheels.set(first, wheel);
    await expect(sync()).rejects.toMatchObject({
      code: 'index.wheel',
      message: expect.stringContaining('checksum'),
    });
  });

  it('is found out by a directory that is none', async () => {
    const wheel = Buffer.from(index.wheels.get(first) ?? '');
    wheel.writeUInt32LE(7, wheel.length - 6);
    index.wheels.set(first, wheel);
    await expect(sync()).rejects.toMatchObject({ code: 'index.wheel' });
  });
});
