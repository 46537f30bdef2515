import type { Asked } from '../../core/run/asked.ts';
import { runRequests } from '../../io/journal/requests.ts';
import { approve } from './approve-steps.ts';
import type { Drive } from './port.ts';

const everyMs = 250;

/** A drive that also hears what other terminals ask of it, and what ends that. */
interface Hearing {
  readonly drive: Drive;
  readonly end: () => Promise<void>;
}

/**
 * Hears requests of other processes for a run that this process drives: they leave them in the run's folder. Older
 * requests are deleted, because whoever resumed the run knows that it had stopped.
 * @param onAsked told once of each request
 */
export async function hearRequests(drive: Drive, onAsked: (asked: Asked) => void): Promise<Hearing> {
  const requests = runRequests(drive.record.folder);
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

  let hearing: Promise<void> | undefined;
  const timer = setInterval(() => {
    // What cannot be read now is read in a moment.
    hearing ??= hear()
      .catch(() => undefined)
      .finally(() => {
        hearing = undefined;
      });
  }, everyMs);
  timer.unref();
  return {
    drive: { ...drive, asked: () => (heard?.what === 'abort' ? heard : (drive.asked() ?? heard)) },
    end: async () => {
      clearInterval(timer);
      await hearing;
      await requests.removeAll();
    },
  };
}
