import type { Notice } from '../../core/run/notice.ts';
import { messageOf } from '../../lib/errors.ts';
import type { Hook } from './hook.ts';
import type { Sent } from './sent.ts';

/** What became of a notice. */
export type Delivered =
  | { readonly kind: 'told'; readonly tries: number }
  | { readonly kind: 'gave-up'; readonly tries: number; readonly why: string };

export interface Patience {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** When all ends, in milliseconds since the epoch, once that is known. */
  readonly endsAt: () => number;
  /** Fires once that is known: what waits for another try then makes it at once. */
  readonly hurry: AbortSignal;
  /** Cuts what is under way. */
  readonly signal: AbortSignal;
}

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

/** Twice as long each time; half of it is chance, so that many do not come at once. */
export function waitAfter(tries: number, random: number): number {
  const most = Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1));
  return (most / 2) * (1 + random);
}

const once = (hook: Hook, notice: Notice, signal: AbortSignal): Promise<Sent> =>
  hook.send(notice, signal).catch((error: unknown) => ({ kind: 'refused', why: messageOf(error) }));

/** Waits; not any longer once the signal fires. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

/** Tells a hook of something until it takes it, refuses it, or no time is left. */
export async function deliver(hook: Hook, notice: Notice, patience: Patience): Promise<Delivered> {
  const { now, random, endsAt, hurry, signal } = patience;
  const givenUpAt = now() + hook.retryForMs;
  for (let tries = 1; ; tries += 1) {
    const sent = await once(hook, notice, signal);
    if (sent.kind === 'taken') return { kind: 'told', tries };
    if (sent.kind === 'refused' || signal.aborted) return { kind: 'gave-up', tries, why: sent.why };
    const waitMs =
      sent.afterMs === undefined ? waitAfter(tries, random()) : Math.max(firstWaitMs, sent.afterMs);
    if (now() + waitMs > Math.min(givenUpAt, endsAt())) return { kind: 'gave-up', tries, why: sent.why };
    // Whoever says when to come again is not asked before.
    const cut = sent.afterMs !== undefined || hurry.aborted ? signal : AbortSignal.any([hurry, signal]);
    await pause(waitMs, cut);
  }
}
