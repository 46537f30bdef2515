import type { PackageName } from '../../core/catalog/release.ts';
import type { Snapshot } from '../../core/catalog/snapshot.ts';
import type { Version } from '../../core/versions/version.ts';
import { atMost } from '../../lib/at-most.ts';
import { BaiupError } from '../../lib/errors.ts';
import { learn } from './fact.ts';
import type { FactJournal } from './fact-journal.ts';
import { type Knowledge, knowledgeOf } from './knowledge.ts';
import { mergeSnapshot } from './merge-snapshot.ts';
import type { Meter } from './meter.ts';
import type { OfferedFile } from './offered-file.ts';
import { type Offer, offers } from './offers.ts';
import { openWheel } from './open-wheel.ts';
import type { PackageSources } from './package-sources.ts';
import type { PageStore } from './page-store.ts';
import { pythonOf } from './python-of.ts';
import { isHistorian, wheelFacts } from './wheel-facts.ts';

export interface SyncOptions {
  readonly sources: PackageSources;
  /** What was known before; wheels in it are not read again. */
  readonly known: Snapshot;
  readonly journal: FactJournal;
  readonly store?: PageStore;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
  /** Wheels read so far, of those that must be. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Synced {
  readonly snapshot: Snapshot;
  readonly added: readonly Version[];
  readonly changed: readonly Version[];
  /** What came over the network, index pages included. */
  readonly bytesRead: number;
  /** What the offered managers' wheels are in all: to read them whole is what is spared. */
  readonly bytesWhole: number;
}

/** Requests at a time: an index is shared. */
const limit = 8;

type Work = readonly [name: PackageName, file: OfferedFile];

/** Wheels of releases that have a manager, and of which nothing is known yet; a wheel is the same by its hash. */
function unread(offered: ReadonlyMap<Version, Offer>, known: Snapshot, { wheels }: Knowledge): Work[] {
  const versions = new Set(known.releases.map(({ version }) => version));
  return [...offered]
    .filter(([version, offer]) => offer.has('manager') || versions.has(version))
    .flatMap(([, offer]) => [...offer])
    .filter(([name, { sha256 }]) => {
      const known = wheels.get(sha256);
      return known === undefined || (isHistorian(name) && known.history === undefined);
    });
}

/**
 * Brings a snapshot up to date from the operator's package sources. Equal sources give an equal snapshot.
 * What was read is in the journal at once, so that a sync that is cut goes on where it was.
 * @throws BaiupError `index.*`; nothing is changed then
 */
export async function syncCatalog(options: SyncOptions): Promise<Synced> {
  const { sources, known, journal, store, now, signal, onProgress } = options;
  const meter: Meter = { bytes: 0 };
  const knowledge = knowledgeOf(known);
  for (const fact of journal.facts) learn(knowledge, fact);
  const offered = await offers(sources, { store, meter, now, signal });
  const managers = [...offered.values()].flatMap((offer) => offer.get('manager') ?? []);
  if (managers.length === 0) {
    throw new BaiupError(
      'index.empty',
      'the package index offers no wheel of backend.ai-manager from 22.09 on',
      {
        hint: 'check the index address in the configuration of pip or uv, or name one: baiup catalog sync --index URL',
        left: 'the catalog is as before',
      },
    );
  }
  await store?.save();
  const work = unread(offered, known, knowledge);
  let done = 0;
  onProgress?.(done, work.length);
  await atMost(limit, work, async ([name, file]) => {
    signal?.throwIfAborted();
    const facts = await wheelFacts(
      {
        wheel: openWheel(file, sources, meter, signal),
        sha256: file.sha256,
        name,
        wantsPython: name === 'manager' && pythonOf(file.requiresPython) === undefined,
      },
      knowledge,
    );
    for (const fact of facts) learn(knowledge, fact);
    await journal.append(facts);
    done += 1;
    onProgress?.(done, work.length);
  });
  const bytesWhole = managers.reduce((sum, { sha256 }) => sum + (knowledge.wheels.get(sha256)?.size ?? 0), 0);
  return { ...mergeSnapshot(known, offered, knowledge), bytesRead: meter.bytes, bytesWhole };
}
