import type { RunEvent } from '../../core/run/event.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { isNoRoom } from '../../lib/no-room.ts';
import { beginAnew } from './begin-anew.ts';
import { fileLines, type JournalFile } from './file-lines.ts';
import { type JournalWriter, type OpenFile, openWriter } from './journal-writer.ts';
import { type JournalPen, runEvents } from './run-events.ts';
import type { Place } from './scan.ts';
import { type TimedFact, writeOn } from './write-on.ts';

interface Options {
  readonly now: () => Date;
  readonly openFile?: OpenFile;
  /** Where the disk is full: whether some room was given for it. */
  readonly makeRoom?: () => Promise<boolean>;
}

/** A run's events as JSON lines. Those that are in flight at once are written by one write and one sync. */
export function eventFile(where: JournalFile, { now, openFile, makeRoom }: Options) {
  const { path, run, id } = where;
  let writer: JournalWriter | undefined;
  let isHeld = false;

  const close = async (): Promise<void> => {
    const open = writer;
    writer = undefined;
    await open?.close();
  };

  const write = async (facts: readonly TimedFact[], from: Place): ReturnType<JournalPen['write']> => {
    try {
      return await tryToWrite(facts, from);
    } catch (error) {
      if (isNoRoom(error) && (await makeRoom?.())) return write(facts, from);
      throw error;
    }
  };

  const tryToWrite = async (
    facts: readonly TimedFact[],
    from: Place,
  ): Promise<{ events: readonly RunEvent[]; place: Place }> => {
    try {
      writer ??= await openWriter(where, from.bytes, openFile);
      const { events, bytes, place } = writeOn(facts, from, run);
      await writer.write(bytes, place.seq);
      if (!isHeld) await close();
      return { events, place };
    } catch (error) {
      // Whoever writes next looks at the file again.
      await close().catch(() => undefined);
      throw notWritten(path, run, error);
    }
  };

  const pen: JournalPen = {
    // While this process has it open, nobody else does.
    isAlone: () => writer !== undefined,
    write,
    beginAnew: (facts) => beginAnew(where, facts),
    close,
  };
  const events = runEvents({ run, id, lines: fileLines(where), pen, now });
  return {
    ...events,
    /** From now on the file stays open from one event to the next. */
    hold: (): void => {
      isHeld = true;
    },
    close: (): Promise<void> => {
      isHeld = false;
      return events.close();
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
