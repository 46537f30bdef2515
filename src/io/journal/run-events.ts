import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { inGroups } from '../../lib/in-groups.ts';
import { oneAtATime } from '../../lib/one-at-a-time.ts';
import { damagedRun } from './damage.ts';
import { eventTail } from './event-tail.ts';
import type { JournalLines } from './journal-lines.ts';
import type { Examined, RunRecord } from './port.ts';
import type { Place } from './scan.ts';
import type { TimedFact } from './write-on.ts';

/** Who adds to a run's journal, wherever it is kept. */
export interface JournalPen {
  /** Whether nobody else adds to it now. */
  isAlone(): boolean;
  /**
   * Adds facts behind a place, all or nothing, kept for good before it returns.
   * @throws BaiupError `run.not-written` and others, which say why
   */
  write(
    facts: readonly TimedFact[],
    from: Place,
  ): Promise<{ readonly events: readonly RunEvent[]; readonly place: Place }>;
  /** Begins a damaged journal anew, and keeps the damaged one. @param facts by what that is kept as */
  beginAnew(facts: (kept: string) => readonly TimedFact[]): Promise<void>;
  close(): Promise<void>;
}

interface Kept {
  readonly run: string;
  readonly id: string | undefined;
  readonly lines: JournalLines;
  readonly pen: JournalPen;
  readonly now: () => Date;
}

/**
 * A run's events, only ever added to. Those that are in flight at once are written together; none returns before it is
 * kept.
 */
export function runEvents({ run, id, lines, pen, now }: Kept) {
  const exclusively = oneAtATime();
  const tail = eventTail({ run, id }, lines);

  const refuseDamaged = async (exactly = false): Promise<void> => {
    if (!pen.isAlone()) await tail.refresh(exactly);
    const damage = tail.damage();
    if (damage) throw damagedRun(run, damage);
  };

  const write = async (facts: readonly TimedFact[]): Promise<readonly RunEvent[]> => {
    await refuseDamaged(true);
    const { events, place } = await pen.write(facts, tail.place());
    tail.add(events, place);
    return events;
  };

  const add = inGroups(write, exclusively);

  return {
    events: (afterSeq = 0): Promise<readonly RunEvent[]> =>
      exclusively(async () => {
        await refuseDamaged();
        return tail.events().slice(afterSeq);
      }),
    examine: (): Promise<Examined> =>
      exclusively(async () => {
        if (!pen.isAlone()) await tail.refresh();
        const damage = tail.damage();
        return damage ? { events: await tail.believable(), damage } : { events: [...tail.events()] };
      }),
    salvage: (facts: Parameters<RunRecord['salvage']>[0]): Promise<void> =>
      exclusively(async () => {
        await pen.close();
        tail.forget();
        await tail.refresh(true);
        const damage = tail.damage();
        if (!damage || damage.isForeign) throw damagedRun(run, damage ?? { why: 'nothing is wrong with it' });
        const at = now().toISOString();
        await pen.beginAnew((kept) => facts(kept).map((fact) => ({ at, ...fact })));
        await tail.refresh(true);
      }),
    append: (fact: RunFact): Promise<RunEvent> => add({ at: now().toISOString(), ...fact }),
    /** Closes what is open of it, once all that waits is written. */
    close: (): Promise<void> => exclusively(pen.close),
  };
}
