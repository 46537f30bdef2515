import type { Notice } from '../../core/run/notice.ts';
import { type Delivered, deliver, type Patience } from './deliver.ts';
import type { Hook } from './hook.ts';

/** More do not wait: the oldest is given up. */
const mostWaiting = 100;

/** What one hook is told, one after the other and in order. */
export interface HookQueue {
  put(notice: Notice): void;
  /** Resolves once nothing waits. */
  idle(): Promise<void>;
}

/** @param onEnd told what became of each; it is waited for */
export function hookQueue(
  hook: Hook,
  patience: Patience,
  onEnd: (notice: Notice, delivered: Delivered) => Promise<void>,
): HookQueue {
  const waiting: Notice[] = [];
  const dropped = new Set<Promise<void>>();
  let working: Promise<void> | undefined;

  const drop = (notice: Notice, why: string): void => {
    const ending = onEnd(notice, { kind: 'gave-up', tries: 0, why }).finally(() => dropped.delete(ending));
    dropped.add(ending);
  };
  const work = async (): Promise<void> => {
    await undefined;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (patience.signal.aborted) drop(next, 'there was no time left for it');
      else await onEnd(next, await deliver(hook, next, patience));
    }
    working = undefined;
  };

  return {
    put: (notice) => {
      waiting.push(notice);
      const oldest = waiting.length > mostWaiting ? waiting.shift() : undefined;
      if (oldest) drop(oldest, `${mostWaiting} newer ones waited`);
      working ??= work();
    },
    idle: async () => {
      await working;
      await Promise.all(dropped);
    },
  };
}
