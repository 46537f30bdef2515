import type { ServiceState } from '../../io/services/port.ts';

/**
 * Adds up how long a service has lived without ending by itself, from look to look: the life that it is in, and those
 * before it that somebody ended from outside. A timer of the site may restart it more often than it has to live; that
 * it ended by itself takes all away again.
 * @returns asked with each look: milliseconds, undefined where its manager does not know
 */
export function livedSince(): (state: ServiceState) => number | undefined {
  let before = 0;
  let last = { upMs: 0, restarts: 0 };
  return ({ active, life }) => {
    if (life === undefined) return undefined;
    if (!active && life.turns) return before + last.upMs;
    if (!active || life.restarts > last.restarts) before = 0;
    else if (life.upMs < last.upMs) before += last.upMs;
    last = { upMs: active ? life.upMs : 0, restarts: life.restarts };
    return before + last.upMs;
  };
}
