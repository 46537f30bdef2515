import type { RunEvent } from '../../core/run/event.ts';
import { advanceRun, runView } from '../../core/run/reduce.ts';
import type { RunDraft } from '../../core/run/run-draft.ts';
import type { RunView } from '../../core/run/view.ts';
import type { RunReader } from '../../io/journal/port.ts';

const everyMs = 250;

export interface Following {
  readonly onEvent: (event: RunEvent) => void;
  /** Ends the following, never the run. */
  readonly signal: AbortSignal;
  /** Events up to this one are not told: they are known. */
  readonly afterSeq?: number;
}

/** Whether somebody drives a run now, as far as can be told from here. */
export async function isDriven(reader: Pick<RunReader, 'driver'>): Promise<boolean> {
  const driver = await reader.driver();
  return driver !== undefined && driver.life !== 'dead';
}

export type Followed = Pick<RunReader, 'driver' | 'events' | 'lookAgain'>;

/** Events of a run as they come, until nobody drives it any more or the signal fires. @throws as `followRun` */
export async function* eventsOf(
  reader: Followed,
  { signal, follow }: { readonly signal: AbortSignal; readonly follow: boolean },
): AsyncGenerator<readonly RunEvent[]> {
  let last = 0;
  for (;;) {
    // Asked before the events are read: what its driver wrote last is then among them.
    const goesOn = follow && (await isDriven(reader));
    const events = await reader.events(last);
    last = events.at(-1)?.seq ?? last;
    yield events;
    if (!goesOn || signal.aborted) return;
    await reader.lookAgain(everyMs, signal);
  }
}

/**
 * Follows a run from its journal until nobody drives it any more.
 * @returns how it stands then, or when the following was ended; undefined while it has not begun
 * @throws BaiupError `run.damaged`, `run.unreadable`
 */
export async function followRun(
  reader: Followed,
  { onEvent, signal, afterSeq = 0 }: Following,
): Promise<RunView | undefined> {
  let draft: RunDraft | undefined;
  for await (const events of eventsOf(reader, { signal, follow: true })) {
    for (const event of events) {
      draft = advanceRun(draft, event);
      if (event.seq > afterSeq) onEvent(event);
    }
  }
  return draft && runView(draft);
}
