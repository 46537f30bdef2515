import { setTimeout as delay } from 'node:timers/promises';
import { BaiupError, messageOf } from './errors.ts';
import { waiting } from './waiting.ts';

export interface WaitOptions {
  readonly timeoutMs: number;
  /** Milliseconds between two tries; 100 unless told. */
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** What is waited for, as in "gave up after 30 s waiting for …". */
  readonly what: string;
  /** Permanent code of the error; `wait.deadline` unless told. */
  readonly code?: string;
  /** Why it has not come yet, where a try does not say so by what it throws. */
  readonly trouble?: () => string | undefined;
}

/**
 * Waits under way in this process, and how many tries they may make together in a millisecond: all other work of the
 * process, such as starting what is waited for, has the rest of it.
 */
let waits = 0;
const triesEachMs = 6;

/** Milliseconds until the next try. Of a crowd none tries at the same moment as all others: their answers would come at once, too. */
function pause(everyMs: number): number {
  const crowd = waits / triesEachMs;
  return crowd > everyMs ? crowd * (0.5 + Math.random()) : everyMs;
}

/**
 * Tries until `attempt` returns something other than `undefined`; what it throws counts as "not yet".
 * @throws BaiupError `wait.deadline` (or `code`) with the last failure as cause; the signal's reason when aborted.
 */
export async function waitFor<T>(attempt: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const failed: Failed = {};
  const { what, timeoutMs, trouble = () => failed.last && messageOf(failed.last.error) } = options;
  waits += 1;
  try {
    return await waiting({ what, timeoutMs, trouble }, () => tryUntil(attempt, options, failed));
  } finally {
    waits -= 1;
  }
}

/** The last try that failed. */
interface Failed {
  last?: { readonly error: unknown };
}

async function tryUntil<T>(
  attempt: () => Promise<T | undefined>,
  options: WaitOptions,
  failed: Failed,
): Promise<T> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      const result = await attempt();
      if (result !== undefined) return result;
    } catch (error) {
      failed.last = { error };
    }
    if (performance.now() >= deadline) {
      const seconds = Math.round(options.timeoutMs / 1000);
      const { last } = failed;
      const why = last === undefined ? '' : `: ${messageOf(last.error)}`;
      throw new BaiupError(
        options.code ?? 'wait.deadline',
        `gave up after ${seconds} s waiting for ${options.what}${why}`,
        { cause: last?.error },
      );
    }
    // The signal is looked at between tries: a listener for each of ten thousand waits would slow them all down.
    await delay(pause(options.everyMs ?? 100));
  }
}

/** A signal that fires after `timeoutMs` or when `signal` does. */
export function deadline(timeoutMs: number, signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}
