import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeSnapshot } from '../../core/catalog/encode-snapshot.ts';
import { emptySnapshot, type Snapshot } from '../../core/catalog/snapshot.ts';
import { snapshotText } from '../../core/catalog/snapshot-text.ts';
import { openFactJournal } from './fact-journal.ts';
import { packageIndex } from './package-index.ts';
import type { PackageSources } from './package-sources.ts';
import { openPageStore } from './page-store.ts';
import { type SimulatedIndex, simulatedIndex } from './simulated-index.ts';
import { simulatedCoordinator, simulatedManager } from './simulated-manager.ts';
import { type SyncOptions, syncCatalog } from './sync-catalog.ts';

const first = 'backend.ai_manager-24.3.11-py3-none-any.whl';
const second = 'backend_ai_manager-24.9.0-py3-none-any.whl';
const agent = 'backend_ai_agent-24.9.0-py3-none-any.whl';

let index: SimulatedIndex;
let home: string;
let sources: PackageSources;

beforeEach(async () => {
  index?.close();
  index = await simulatedIndex();
  index.wheels.set(first, simulatedManager('24.3.11', ['a1', 'b2']));
  index.wheels.set('backend_ai_manager-22.3.0-py3-none-any.whl', Buffer.from('before the catalog begins'));
  home = mkdtempSync(join(tmpdir(), 'baiup-sync-'));
  sources = { indexes: [packageIndex(index.url)], findLinks: [] };
});
afterAll(() => index.close());

async function sync(known: Snapshot = emptySnapshot, more: Partial<SyncOptions> = {}) {
  const journal = await openFactJournal(join(home, 'facts.jsonl'));
  const store = await openPageStore(join(home, 'pages.json'));
  return await syncCatalog({ sources, known, journal, store, now: 1, ...more });
}

const textOf = (snapshot: Snapshot) => snapshotText(encodeSnapshot(snapshot));

describe('syncCatalog', () => {
  it("reads a coordinator's history, also where a catalog of before does not have it", async () => {
    index.wheels.set(
      'backend_ai_appproxy_coordinator-24.3.11-py3-none-any.whl',
      simulatedCoordinator('24.3.11', ['p1', 'p2']),
    );
    const { snapshot } = await sync();
    const [release] = snapshot.releases;
    expect(release?.schema.heads).toEqual(['b2']);
    expect(release?.proxySchema).toEqual({
      heads: ['p2'],
      revisions: [
        { id: 'p1', down: [] },
        { id: 'p2', down: ['p1'] },
      ],
    });
    if (!release) throw new Error('no release');
    const { proxySchema: _proxySchema, ...before } = release;
    const again = await sync({ ...snapshot, releases: [before] });
    expect(again.changed).toEqual(['24.03.11']);
    expect(textOf(again.snapshot)).toBe(textOf(snapshot));
    expect((await sync(snapshot)).changed).toEqual([]);
  });

  it.each([
    ['json', true, 0],
    ['json', false, 0],
    ['html', true, 1],
    ['html', false, 0],
  ] as const)('reads a release (%s, ranges: %s, %i stumbles)', async (form, ranges, stumbles) => {
    Object.assign(index, { form, ranges, stumbles });
    index.withdrawn.set(first, 'a reason');
    const { snapshot, added, bytesRead, bytesWhole } = await sync();
    expect(added).toEqual(['24.03.11']);
    expect(snapshot.releases).toEqual([
      {
        version: '24.03.11',
        published: form === 'json' ? '2024-10-21T05:02:19Z' : '2024-10-21T12:34:56Z',
        withdrawn: 'a reason',
        python: '3.12',
        packages: {
          manager: {
            wheel: first,
            sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
            size: index.wheels.get(first)?.length,
            entryPoints: { backendai_cli_v10: { mgr: 'ai.backend.manager.cli.__main__:main' } },
          },
        },
        schema: {
          heads: ['b2'],
          revisions: [
            { id: 'a1', down: [] },
            { id: 'b2', down: ['a1'] },
          ],
        },
        dumps: ['23.09.10'],
      },
    ]);
    expect(bytesWhole).toBe(index.wheels.get(first)?.length);
    expect(bytesRead < bytesWhole / 10).toBe(ranges);
  });

  it('reads of a new release only what is new in it, and gets the same as from nothing', async () => {
    const { snapshot } = await sync();
    index.wheels.set(second, simulatedManager('24.9.0', ['a1', 'c3', 'b2']));
    index.wheels.set(agent, simulatedManager('24.9.0', []));
    const again = await sync(snapshot);
    expect(again).toMatchObject({ added: ['24.09.0'], changed: [] });
    const afresh = await sync();
    expect(textOf(again.snapshot)).toBe(textOf(afresh.snapshot));
    expect(again.snapshot.releases.at(-1)?.packages.agent?.entryPoints).toBeDefined();
    // The first wheel is not opened again; of the second its end, its directory and its changed files are read.
    const third = await sync(again.snapshot);
    expect(third).toMatchObject({ added: [], changed: [], bytesRead: 0 });
  });

  it('sees what became of a known release', async () => {
    const { snapshot } = await sync();
    index.withdrawn.set(first, 'broken');
    const again = await sync(snapshot);
    expect(again).toMatchObject({ added: [], changed: ['24.03.11'] });
    expect(again.snapshot.releases[0]?.withdrawn).toBe('broken');
    index.withdrawn.clear();
    expect((await sync(again.snapshot)).snapshot.releases[0]).not.toHaveProperty('withdrawn');
  });

  it.each([
    ['etag', 8 * 24 * 3600 * 1000, 0],
    ['length', 1000, 0],
    ['length', 8 * 24 * 3600 * 1000, 1],
    ['none', 1000, 1],
  ] as const)('knows a page again by its %s after %i ms: %i pages read', async (marks, later, pages) => {
    index.marks = marks;
    const { snapshot } = await sync();
    index.seen.length = 0;
    const { bytesRead } = await sync(snapshot, { now: 1 + later });
    expect(index.seen.filter(({ request }) => request === 'GET /simple/backend-ai-manager/')).toHaveLength(
      pages,
    );
    expect(bytesRead > 0).toBe(pages > 0);
  });

  it('goes on where it was cut, and forgets nothing of what it read', async () => {
    index.wheels.set(second, simulatedManager('24.9.0', ['a1', 'c3', 'b2']));
    index.faults.set('24.9.0', 404);
    await expect(sync()).rejects.toMatchObject({ code: 'index.not-found' });
    index.faults.clear();
    index.seen.length = 0;
    writeFileSync(join(home, 'facts.jsonl'), '{"kind": "whe', { flag: 'a' });
    const { snapshot } = await sync();
    expect(snapshot.releases).toHaveLength(2);
    expect(index.seen.filter(({ request }) => request.includes('24.3.11'))).toEqual([]);
    expect(readFileSync(join(home, 'facts.jsonl'), 'utf8')).not.toContain('{"kind": "whe{');
  });

  it('stops when told', async () => {
    const signal = AbortSignal.abort(new Error('told to'));
    await expect(sync(emptySnapshot, { signal })).rejects.toThrow('told to');
  });

  it('reads a folder of wheels, where nothing says when or for which Python', async () => {
    const links = join(home, 'wheels');
    mkdirSync(links);
    writeFileSync(join(links, first), index.wheels.get(first) ?? '');
    const { snapshot, bytesRead } = await sync(emptySnapshot, {
      sources: { indexes: [], findLinks: [links, join(home, 'missing')] },
    });
    expect(snapshot.releases).toMatchObject([{ published: '2024-10-21T12:34:56Z', python: '3.12' }]);
    expect(bytesRead).toBe(0);
    const page = new URL('backend-ai-manager/', `${index.url}/`).href;
    const linked = await sync(emptySnapshot, { sources: { indexes: [], findLinks: [page] } });
    expect(linked.snapshot.releases).toHaveLength(1);
  });

  it('keeps what a mirror does not have', async () => {
    const { snapshot } = await sync();
    index.wheels.clear();
    index.wheels.set(second, simulatedManager('24.9.0', ['a1']));
    expect((await sync(snapshot)).snapshot.releases.map(({ version }) => version)).toEqual([
      '24.03.11',
      '24.09.0',
    ]);
  });
});
