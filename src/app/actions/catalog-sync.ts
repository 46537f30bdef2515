import { committedSnapshot } from '../../core/catalog/committed-snapshot.ts';
import type { Snapshot } from '../../core/catalog/snapshot.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { type CatalogFolder, catalogFolder } from '../../io/index/catalog-folder.ts';
import { currentSnapshot } from '../../io/index/current-catalog.ts';
import { openFactJournal } from '../../io/index/fact-journal.ts';
import { namedSource, packageSources } from '../../io/index/package-sources.ts';
import { openPageStore } from '../../io/index/page-store.ts';
import type { Ask } from '../../io/index/pip-listing.ts';
import { type Synced, type SyncOptions, syncCatalog } from '../../io/index/sync-catalog.ts';
import { writeSyncedSnapshot } from '../../io/index/synced-snapshot.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';

export interface CatalogSyncRequest extends Pick<SyncOptions, 'onProgress'> {
  /** Instead of the operator's own sources: a simple index, or a folder of wheels. */
  readonly index?: string | undefined;
  readonly signal: AbortSignal;
  readonly now: number;
  readonly folder?: CatalogFolder;
  /** How pip is asked; on this machine unless told. */
  readonly ask?: Ask;
}

export interface CatalogSyncAnswer extends Synced {
  /** Where the catalog is kept now. */
  readonly file: string;
}

/** What to start from; a damaged file is what a sync is to fix. */
function known(path: string): Snapshot {
  try {
    return currentSnapshot(path);
  } catch {
    return committedSnapshot();
  }
}

function stopped(): BaiupError {
  return new BaiupError('catalog.stopped', 'stopped while reading the package index', {
    exit: exitCode.resumable,
    left: 'the catalog is as before; what was read is kept',
    hint: 'baiup catalog sync goes on where it was',
  });
}

/** Brings the operator's catalog up to date. @throws BaiupError `index.*`, `catalog.stopped` (exit 3) */
export async function catalogSync(request: CatalogSyncRequest): Promise<CatalogSyncAnswer> {
  const { index, signal, now, onProgress, folder = catalogFolder() } = request;
  const { ask = (command) => thisMachine.ask(command) } = request;
  const sources = await (index === undefined ? packageSources(ask) : namedSource(index, ask));
  const before = known(folder.snapshot);
  const journal = await openFactJournal(folder.facts);
  const store = await openPageStore(folder.pages);
  const synced = await syncCatalog({
    ...{ sources, known: before, journal, store, now, signal },
    ...(onProgress ? { onProgress } : {}),
  }).catch((error: unknown) => {
    throw signal.aborted ? stopped() : error;
  });
  await writeSyncedSnapshot(folder.snapshot, synced.snapshot);
  await journal.close();
  return { ...synced, file: folder.snapshot };
}
