import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { inGroups } from '../../lib/in-groups.ts';
import { isNoRoom } from '../../lib/no-room.ts';
import { oneAtATime } from '../../lib/one-at-a-time.ts';
import { beginAnew } from './begin-anew.ts';
import { damagedRun } from './damage.ts';
import { eventTail, type JournalFile } from './event-tail.ts';
import { type JournalWriter, type OpenFile, openWriter } from './journal-writer.ts';
import type { Examined, RunRecord } from './port.ts';
import { type TimedFact, writeOn } from './write-on.ts';

interface Options {
  readonly now: () => Date;
  readonly openFile?: OpenFile;
  /** Where the disk is full: whether some room was given for it. */
  readonly makeRoom?: () => Promise<boolean>;
}

/**
 * A run's events as JSON lines, only ever added to. Events that are in flight at once are written by one write and one
 * sync; none returns before it is on disk.
 */
export function eventFile(where: JournalFile, { now, openFile, makeRoom }: Options) {
  const { path, run } = where;
  const exclusively = oneAtATime();
  const tail = eventTail(where);
  let writer: JournalWriter | undefined;
  let isHeld = false;

  /** While this process writes it, nobody else does. */
  const refresh = async (): Promise<void> => {
    if (!writer) await tail.refresh();
  };

  const refuseDamaged = async (): Promise<void> => {
    await refresh();
    const damage = tail.damage();
    if (damage) throw damagedRun(run, damage);
  };

  const close = async (): Promise<void> => {
    const open = writer;
    writer = undefined;
    await open?.close();
  };

  const write = async (facts: readonly TimedFact[]): Promise<readonly RunEvent[]> => {
    try {
      return await tryToWrite(facts);
    } catch (error) {
      if (isNoRoom(error) && (await makeRoom?.())) return write(facts);
      throw error;
    }
  };

  const tryToWrite = async (facts: readonly TimedFact[]): Promise<readonly RunEvent[]> => {
    await refuseDamaged();
    try {
      writer ??= await openWriter(where, tail.place().bytes, openFile);
      const { events, bytes, place } = writeOn(facts, tail.place(), run);
      await writer.write(bytes, place.seq);
      tail.add(events, place);
      if (!isHeld) await close();
      return events;
    } catch (error) {
      // Whoever writes next looks at the file again.
      await close().catch(() => undefined);
      throw notWritten(path, run, error);
    }
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
        await refresh();
        const damage = tail.damage();
        return damage ? { events: await tail.believable(), damage } : { events: [...tail.events()] };
      }),
    salvage: (facts: Parameters<RunRecord['salvage']>[0]): Promise<void> =>
      exclusively(async () => {
        await close();
        await tail.refresh();
        const damage = tail.damage();
        if (!damage || damage.isForeign) throw damagedRun(run, damage ?? { why: 'nothing is wrong with it' });
        const at = now().toISOString();
        await beginAnew(where, (kept) => facts(kept).map((fact) => ({ at, ...fact })));
        await tail.refresh();
      }),
    append: (fact: RunFact): Promise<RunEvent> => add({ at: now().toISOString(), ...fact }),
    /** From now on the file stays open from one event to the next. */
    hold: (): void => {
      isHeld = true;
    },
    /** Closes it, once all that waits is written. */
    close: (): Promise<void> => {
      isHeld = false;
      return exclusively(close);
    },
  };
}

function notWritten(path: string, run: string, cause: unknown): BaiupError {
  return new BaiupError('run.not-written', `${path} cannot be written: ${messageOf(cause)}`, {
    cause,
    left: 'what the run did so far is in its journal',
    hint: `fix the cause (is the disk full?), then go on: baiup resume ${run}, or back: baiup rollback ${run}`,
  });
}
