import type { Damage } from './damage.ts';
import type { Place } from './scan.ts';

/** What a journal holds at one moment. */
interface LinesNow {
  /** Lines behind a place; undefined where there is no such place any more. */
  after(place: Place): Promise<Buffer | undefined>;
  /** What is missing, where the last event that was found is this one. */
  lossAfter(seq: number): Promise<Damage | undefined>;
}

/** Where the lines of a run's journal are kept. */
export interface JournalLines {
  /** @param exactly whoever asks is about to write: nothing that was added meanwhile may be missing */
  look(exactly: boolean): Promise<LinesNow>;
  /** All of them, as they are. */
  all(): Promise<Buffer>;
}
