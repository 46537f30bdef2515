import { keepDriverLines } from '../../app/live/driver-lines.ts';
import { runJournal } from '../../app/records/run-journal.ts';
import { waitsUnderWay } from '../../lib/waiting.ts';
import { plain } from './paint.ts';
import { type Progress, startProgress } from './progress.ts';

/** What is said of a run while this process drives it, kept beside its journal for pages and other terminals. */
export interface DriverLog {
  readonly progress: Progress;
  /** From now on it is known which run it is. */
  isOf(run: string): void;
  /** What was said so far is written at once. */
  flush(): Promise<void>;
}

/** @param columns as wide as a page shows it */
export function openDriverLog(columns = 120): DriverLog {
  const known = Promise.withResolvers<string>();
  // Nobody hears of a run that never began.
  known.promise.catch(() => undefined);
  const lines = keepDriverLines(known.promise);
  let isKnown = false;
  const progress = startProgress({
    ...{ write: lines.write, live: false, columns, isBehind: () => false, quiet: false },
    ...{ paint: plain, waits: waitsUnderWay, now: Date.now },
  });
  return {
    progress,
    isOf: (run) => {
      if (isKnown) return;
      isKnown = true;
      runJournal()
        .reader(run)
        .then(({ folder }) => known.resolve(folder), known.reject);
    },
    flush: lines.flush,
  };
}
