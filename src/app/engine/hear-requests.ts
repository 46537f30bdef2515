import type { Asked } from '../../core/run/asked.ts';
import { approve } from './approve-steps.ts';
import type { Drive } from './port.ts';

const everyMs = 250;

/** A drive that also hears what other terminals ask of it, and what ends that. */
interface Hearing {
  readonly drive: Drive;
  readonly end: () => Promise<void>;
}

/**
 * Hears requests of other processes for a run that this process drives: they leave them beside its journal. Older
 * requests are deleted, because whoever resumed the run knows that it had stopped.
 * @param onAsked told once of each request
 */
export async function hearRequests(drive: Drive, onAsked: (asked: Asked) => void): Promise<Hearing> {
  const { requests } = drive.record;
  await requests.removeAll();
  let heard: Asked | undefined;

  const hear = async (): Promise<void> => {
    for (const { what, ...request } of await requests.read()) {
      if (what === 'approve') {
        await approve(drive, (_step, asked) => (asked ? 'approve' : undefined), request.who);
      } else if (heard?.what !== what && heard?.what !== 'abort') {
        heard = { what, ...request };
        onAsked(heard);
      }
      // Whoever asked takes it for heard once it is gone.
      await requests.remove(what);
    }
  };

  const ending = new AbortController();
  const listen = async (): Promise<void> => {
    for (;;) {
      await drive.record.lookAgain(everyMs, ending.signal);
      if (ending.signal.aborted) return;
      // What cannot be read now is read in a moment.
      await hear().catch(() => undefined);
    }
  };
  const listening = listen();
  return {
    drive: { ...drive, asked: () => (heard?.what === 'abort' ? heard : (drive.asked() ?? heard)) },
    end: async () => {
      ending.abort();
      await listening;
      await requests.removeAll();
    },
  };
}
