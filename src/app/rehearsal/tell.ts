import type { RunEvent } from '../../core/run/event.ts';
import type { Tell } from '../engine/carry-out.ts';

/** Events of a rehearsal go to whoever listens and into no journal. */
export function tellListener(onEvent: (event: RunEvent) => void): Tell {
  let seq = 0;
  return async (fact) => {
    seq += 1;
    const event: RunEvent = { seq, at: new Date().toISOString(), run: 'rehearsal', ...fact };
    onEvent(event);
    return event;
  };
}

/** A piece of work that is no step of the plan, told like one. @returns what it made, and its seconds */
export async function timed<T>(
  tell: Tell,
  title: string,
  act: () => Promise<T>,
): Promise<{ readonly made: T; readonly seconds: number }> {
  const label = { step: `rehearsal.${title}`, hop: 0, title };
  const start = performance.now();
  await tell({ kind: 'step.started', ...label });
  const made = await act();
  const seconds = (performance.now() - start) / 1000;
  await tell({ kind: 'step.finished', seconds, ...label });
  return { made, seconds };
}
