import type { RunEvent } from '../../core/run/event.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import type { Damage } from './damage.ts';
import type { JournalLines } from './journal-lines.ts';
import { beginningOf, believable, type Place, scan } from './scan.ts';

interface Journaled {
  readonly run: string;
  /** What the run is known by in the world; undefined for a run of a version that knew no such ids. */
  readonly id: string | undefined;
}

/** A journal as far as it was read. */
export function eventTail({ run, id }: Journaled, lines: JournalLines) {
  let events: RunEvent[] = [];
  let place = beginningOf(id);
  let damage: Damage | undefined;

  const readOn = (bytes: Buffer | undefined): boolean => {
    if (bytes === undefined) return false;
    const read = scan(bytes, place, run);
    if (read.damage && place.bytes > 0) return false;
    for (const event of read.events) events.push(event);
    ({ place, damage } = read);
    return true;
  };

  const readNew = async (exactly: boolean): Promise<void> => {
    const now = await lines.look(exactly);
    if (!readOn(damage ? undefined : await now.after(place))) {
      events = [];
      place = beginningOf(id);
      readOn(await now.after(place));
    }
    damage ??= await now.lossAfter(place.seq);
  };

  return {
    /** All that was read; the same list grows. */
    events: (): readonly RunEvent[] => events,
    place: (): Place => place,
    damage: (): Damage | undefined => damage,
    /**
     * Reads what was added since. What its writer took back meanwhile is forgotten. One that cannot be read is a damage
     * like others, unless its door says why.
     */
    refresh: async (exactly = false): Promise<void> => {
      try {
        await readNew(exactly);
      } catch (error) {
        if (error instanceof BaiupError) throw error;
        damage = { why: `it cannot be read: ${messageOf(error)}` };
      }
    },
    /** Reads all of it anew next time. */
    forget: (): void => {
      events = [];
      place = beginningOf(id);
      damage = undefined;
    },
    /** Takes what this process has written itself. */
    add: (written: readonly RunEvent[], after: Place): void => {
      for (const event of written) events.push(event);
      place = after;
    },
    /** What can be believed of a damaged journal. */
    believable: async (): Promise<readonly RunEvent[]> =>
      believable(await lines.all().catch(() => Buffer.alloc(0)), run),
  };
}
