import { turnRoundBy } from '../plan/window.ts';
import type { RunEvent } from './event.ts';
import type { WindowView } from './view.ts';

/**
 * The window of a run after an event. It begins with the first member that is stopped, or turns beside its old program.
 * A run that is resumed between two hops, with all services up, gets the full window again.
 * @param isTurning whether a hop is between that moment and its end
 */
export function windowAfter(window: WindowView, event: RunEvent, isTurning: boolean): WindowView {
  const { seconds, wayBack } = window;
  switch (event.kind) {
    case 'run.resumed':
      return isTurning ? window : { seconds, wayBack };
    case 'step.started': {
      if ((event.service !== 'stopping' && !event.beside) || window.began !== undefined) return window;
      const last = turnRoundBy(Date.parse(event.at), window);
      return { ...window, began: event.at, turnRoundBy: new Date(last).toISOString() };
    }
    case 'window.turn-passed':
      return { ...window, turnPassed: true };
    default:
      return window;
  }
}
