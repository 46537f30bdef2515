import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../../src/lib/wait.ts';

/** Users whose clients ask a manager for its announcement all the time, without a key, as clients do. */
export function readingUsers(url: string) {
  const texts: string[] = [];
  let isOver = false;
  let from = 0;
  const read = async (): Promise<void> => {
    while (!isOver) {
      const asked = { signal: AbortSignal.timeout(2000) };
      const answer = await fetch(new URL('/manager/announcement', url), asked)
        .then(async (response) => (await response.json()) as { enabled: boolean; message: string })
        .catch(() => undefined);
      if (answer?.enabled === true && answer.message !== texts.at(-1)) texts.push(answer.message);
      await delay(50);
    }
  };
  void read();
  return {
    /** Waits until they read such a text, after the one that was waited for last. */
    next: (pattern: RegExp): Promise<string> =>
      waitFor(
        async () => {
          const index = texts.findIndex((text, each) => each >= from && pattern.test(text));
          if (index < 0) return undefined;
          from = index + 1;
          return texts[index];
        },
        { timeoutMs: 120_000, what: `users to read ${pattern}` },
      ),
    /** All that they have read, in order. */
    all: (): readonly string[] => texts,
    end: (): void => {
      isOver = true;
    },
  };
}
