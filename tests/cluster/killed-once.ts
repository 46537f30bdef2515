import { expect } from 'vitest';
import { waitFor } from '../../src/lib/wait.ts';
import type { Lab } from './lab.ts';

/** Kills a command as soon as something is so. */
export async function killedOnce(
  lab: Lab,
  words: readonly string[],
  when: () => Promise<boolean>,
): Promise<void> {
  const { exitCode } = await lab.run(words, (kill) => {
    const killed = async () => ((await when()) ? (kill() ?? true) : undefined);
    void waitFor(killed, { timeoutMs: 300_000, everyMs: 5, what: 'the moment to kill a command' });
  });
  expect(exitCode).toBe(137);
}
