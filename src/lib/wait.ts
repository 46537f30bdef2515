import { setTimeout as delay } from 'node:timers/promises';
import { BaiupError, messageOf } from './errors.ts';

export interface WaitOptions {
  readonly timeoutMs: number;
  /** Milliseconds between two tries; 100 unless told. */
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** What is waited for, as in "gave up after 30 s waiting for …". */
  readonly what: string;
  /** Permanent code of the error; `wait.deadline` unless told. */
  readonly code?: string;
}

/** Waits under way in this process, and how many tries they may make together in a millisecond. */
let waits = 0;
const triesEachMs = 20;

/**
 * Tries until `attempt` returns something other than `undefined`; what it throws counts as "not yet".
 * @throws BaiupError `wait.deadline` (or `code`) with the last failure as cause; the signal's reason when aborted.
 */
export async function waitFor<T>(attempt: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  waits += 1;
  try {
    return await tryUntil(attempt, options);
  } finally {
    waits -= 1;
  }
}

async function tryUntil<T>(attempt: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const deadline = performance.now() + options.timeoutMs;
  let last: unknown;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      const result = await attempt();
      if (result !== undefined) return result;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= deadline) {
      const seconds = Math.round(options.timeoutMs / 1000);
      const why = last === undefined ? '' : `: ${messageOf(last)}`;
      throw new BaiupError(
        options.code ?? 'wait.deadline',
        `gave up after ${seconds} s waiting for ${options.what}${why}`,
        { cause: last },
      );
    }
    // The signal is looked at between tries: a listener for each of ten thousand waits would slow them all down.
    await delay(Math.max(options.everyMs ?? 100, waits / triesEachMs));
  }
}

/** A signal that fires after `timeoutMs` or when `signal` does. */
export function deadline(timeoutMs: number, signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}
