import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptySnapshot, type Snapshot } from '../../src/core/catalog/snapshot.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { currentSnapshot } from '../../src/io/index/current-catalog.ts';
import { openFactJournal } from '../../src/io/index/fact-journal.ts';
import { packageSources } from '../../src/io/index/package-sources.ts';
import { openPageStore } from '../../src/io/index/page-store.ts';
import { syncCatalog } from '../../src/io/index/sync-catalog.ts';
import type { Size } from './sized-sandbox.ts';

export interface SyncFigures {
  readonly what: string;
  readonly seconds: number;
  /** Bytes of the first sync, those of the managers' wheels, and bytes of a second sync right after it. */
  readonly first: number;
  readonly whole: number;
  readonly second: number;
}

/** The smallest size reads the newest release alone. */
function knownBefore(size: Size): { readonly what: string; readonly known: Snapshot } {
  if (size !== 'smallest') return { what: 'everything', known: emptySnapshot };
  const known = currentSnapshot();
  return { what: 'one release', known: { ...known, releases: known.releases.slice(0, -1) } };
}

/** What a sync reads of the package index from nothing, and what a second one reads. Needs the network. */
export async function benchSync(size: Size): Promise<SyncFigures> {
  const { what, known } = knownBefore(size);
  const folder = await mkdtemp(join(tmpdir(), 'baiup-bench-'));
  const host = thisMachine;
  try {
    const sources = await packageSources((command) => host.ask(command));
    const sync = async (known: Snapshot) => {
      const journal = await openFactJournal(join(folder, 'facts.jsonl'));
      const store = await openPageStore(join(folder, 'pages.json'));
      const synced = await syncCatalog({ sources, known, journal, store, now: Date.now() });
      await journal.close();
      return synced;
    };
    const start = performance.now();
    const first = await sync(known);
    const seconds = (performance.now() - start) / 1000;
    const second = await sync(first.snapshot);
    return { what, seconds, first: first.bytesRead, whole: first.bytesWhole, second: second.bytesRead };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
