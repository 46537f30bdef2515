import type { RunEvent } from '../../src/core/run/event.ts';

/** Does something when a piece of work begins. */
export const whenBegins =
  (title: string, act: () => unknown) =>
  (event: RunEvent): void => {
    if (event.kind === 'step.started' && event.title === title) void act();
  };
