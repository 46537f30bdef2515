import { setImmediate as afterThisTurn, setTimeout as delay } from 'node:timers/promises';
import { oneAtATime } from './one-at-a-time.ts';

/** Runs pieces of work one after the other, each at least so long after the one before it began. */
export function paced(everyMs: number): (work: () => Promise<void>) => Promise<void> {
  const inTurn = oneAtATime();
  let last = Number.NEGATIVE_INFINITY;
  return (work) =>
    inTurn(async () => {
      const wait = last + everyMs - performance.now();
      // Whoever asks in the same turn of the event loop is served together.
      if (wait > 0) await delay(wait);
      else await afterThisTurn();
      last = performance.now();
      await work();
    });
}
