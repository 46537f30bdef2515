import type { RunEvent } from './event.ts';
import { reduceRun } from './reduce.ts';

/** The state of a run, as far as others must know it who want to change its cluster. */
export type Standing = 'unbegun' | 'unfinished' | 'broken' | 'ended' | 'damaged';

/** @param found what its journal holds, and whether that is damaged */
export function standingOf(found: {
  readonly events: readonly RunEvent[];
  readonly damage?: object;
}): Standing {
  if (found.damage) return 'damaged';
  const state = reduceRun(found.events)?.state;
  switch (state) {
    case undefined:
      return 'unbegun';
    case 'done':
    case 'failed':
    case 'rolled-back':
      return 'ended';
    case 'broken':
      return 'broken';
    case 'running':
    case 'stopped':
    case 'undoing':
      return 'unfinished';
    default:
      return state satisfies never;
  }
}
