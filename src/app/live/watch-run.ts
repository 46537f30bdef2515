import type { RunEvent } from '../../core/run/event.ts';
import { advanceRun, snapshotOf } from '../../core/run/reduce.ts';
import type { DraftSnapshot, RunDraft } from '../../core/run/run-draft.ts';
import type { Driver, RunReader } from '../../io/journal/port.ts';
import { BaiupError } from '../../lib/errors.ts';

/** Milliseconds between two looks at a journal; who drives the run is asked less often. */
const everyMs = 60;
const driverEvery = 10;

/** A place in a run's journal, for whoever goes on from there. A journal that was begun anew has other places. */
export interface Place {
  readonly seq: number;
  readonly mark: string;
}

export type News =
  | { readonly kind: 'events'; readonly events: readonly RunEvent[]; readonly place: Place }
  /** What was told before counts no more: the journal was begun anew. */
  | { readonly kind: 'anew' }
  | { readonly kind: 'driver'; readonly driver: Driver | undefined }
  /** It cannot be followed any more: it was removed, or is damaged. */
  | { readonly kind: 'gone'; readonly why: BaiupError };

/** A run that is watched: one look at its journal serves everybody who watches it. */
export interface RunWatch {
  place(): Place;
  driver(): Driver | undefined;
  /** Undefined while it has not begun. */
  snapshot(): DraftSnapshot | undefined;
  /** What came after a place; undefined where the journal has no such place. */
  since(place: Place): readonly RunEvent[] | undefined;
  /** Resolves once watching has ended. */
  readonly ended: Promise<void>;
}

type Watched = Pick<RunReader, 'name' | 'driver' | 'events' | 'isThere' | 'lookAgain'>;

const removed = (run: string): BaiupError =>
  new BaiupError('run.removed', `${run} is not there any more`, {
    hint: 'baiup runs lists the runs that are there',
  });

const isSame = (one: RunEvent | undefined, other: RunEvent | undefined): boolean =>
  one?.kind === other?.kind && one?.at === other?.at;

const driverKey = (driver: Driver | undefined): string => JSON.stringify(driver ?? null);

/**
 * Watches a run's journal until the signal fires or the run is gone. All news are told in one turn with what `since`
 * and `snapshot` answer, so nobody who asks between two of them misses an event or has it twice.
 */
export async function watchRun(
  reader: Watched,
  tell: (news: News) => void,
  signal: AbortSignal,
): Promise<RunWatch> {
  let events: RunEvent[] = [];
  let draft: RunDraft | undefined;
  let mark = '';
  let driver = await reader.driver();

  const place = (): Place => ({ seq: events.length, mark });

  const take = (fresh: readonly RunEvent[]): void => {
    for (const event of fresh) {
      events.push(event);
      draft = advanceRun(draft, event);
      if (event.kind === 'run.salvaged') mark = String(Date.parse(event.at));
    }
  };

  const look = async (): Promise<void> => {
    // The last event that is known is read again: one that is another tells of a journal that was begun anew.
    const known = events.length;
    const read = await reader.events(Math.max(0, known - 1));
    const last = known > 0 ? read[0] : undefined;
    if (isSame(last, events.at(-1))) {
      const fresh = known > 0 ? read.slice(1) : read;
      take(fresh);
      if (fresh.length > 0) tell({ kind: 'events', events: fresh, place: place() });
      return;
    }
    if (last === undefined && !(await reader.isThere())) throw removed(reader.name);
    events = [];
    draft = undefined;
    mark = '';
    take(await reader.events());
    tell({ kind: 'anew' });
  };

  const lookAtDriver = async (): Promise<void> => {
    const now = await reader.driver();
    if (driverKey(now) === driverKey(driver)) return;
    driver = now;
    tell({ kind: 'driver', driver });
  };

  const goOn = async (): Promise<void> => {
    for (let turn = 1; !signal.aborted; turn += 1) {
      await reader.lookAgain(everyMs, signal);
      if (signal.aborted) return;
      try {
        await look();
        if (turn % driverEvery === 0) await lookAtDriver();
      } catch (error) {
        const why = error instanceof BaiupError ? error : new BaiupError('run.unseen', String(error));
        tell({ kind: 'gone', why });
        return;
      }
    }
  };

  take(await reader.events());
  return {
    place,
    driver: () => driver,
    snapshot: () => draft && snapshotOf(draft),
    since: ({ seq, mark: of }) => (of === mark && seq <= events.length ? events.slice(seq) : undefined),
    ended: goOn(),
  };
}
