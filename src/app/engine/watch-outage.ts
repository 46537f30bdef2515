import type { RunEvent } from '../../core/run/event.ts';
import { serviceMoments } from '../../core/run/service-moments.ts';
import type { Drive } from './port.ts';

/** A timer takes no more. */
const longestMs = 2 ** 31 - 1;

/**
 * Tells the journal once services are away for longer than the upper end of what was foreseen for the hop. It only
 * tells: whether to finish late or to go back is for the operator to say.
 * @param events of the run so far
 * @param now milliseconds since the epoch
 * @returns the drive to go on with, and what ends the watch
 */
export function watchOutage(
  drive: Drive,
  events: readonly RunEvent[],
  now: () => number,
): { readonly drive: Drive; readonly end: () => void } {
  const moments = serviceMoments(drive.record.plan);
  const timers = new Map<number, NodeJS.Timeout>();
  const slipped = new Set<number>();
  let foreseen: readonly { readonly predictedRange: readonly [number, number] }[] = [];

  const rest = (hop: number): void => {
    clearTimeout(timers.get(hop));
    timers.delete(hop);
  };
  const watch = (hop: number, at: string): void => {
    const most = foreseen[hop]?.predictedRange[1];
    if (most === undefined || slipped.has(hop)) return;
    const wait = Math.min(Math.max(0, Date.parse(at) + most * 1000 - now()), longestMs);
    const tell = (): void => {
      const fact = { kind: 'outage.slipped', hop, foreseen: most } as const;
      // What cannot be written now is for the run's own next event to say.
      drive.record
        .append(fact)
        .then(onEvent)
        .catch(() => undefined);
    };
    const timer = setTimeout(tell, wait);
    timer.unref();
    timers.set(hop, timer);
  };
  const heed = (event: RunEvent): void => {
    if (event.kind === 'run.started') foreseen = event.foreseen?.hops ?? [];
    if (event.kind === 'outage.slipped') {
      slipped.add(event.hop);
      rest(event.hop);
    }
    if (event.kind === 'undo.started') for (const hop of [...timers.keys()]) rest(hop);
    for (const { event: what, hop = 0 } of moments(event)) {
      if (what === 'stop.begun') watch(hop, event.at);
      else rest(hop);
    }
  };
  function onEvent(event: RunEvent): void {
    drive.onEvent(event);
    heed(event);
  }
  for (const event of events) heed(event);
  return {
    drive: { ...drive, onEvent },
    end: () => {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
