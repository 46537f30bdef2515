import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '../../src/lib/wait.ts';
import type { Ended, Lab } from './lab.ts';

interface Moment {
  readonly run: string;
  /** The step whose beginning the journal tells. */
  readonly began: string;
  readonly act: (kill: () => void) => void | Promise<void>;
}

/** Applies a plan, and does something as soon as its journal says that a step has begun. */
export async function applyUntil(
  lab: Lab,
  words: readonly string[],
  { run, began, act }: Moment,
): Promise<Ended> {
  const journal = join(lab.folder, 'baiup/runs', run, 'journal.jsonl');
  const pattern = new RegExp(`"kind":"step.started"[^\\n]*"${began.replaceAll('.', '\\.')}"`);
  const over = new AbortController();
  let acted: Promise<unknown> = Promise.resolve();
  const hasBegun = async () => pattern.test(await readFile(journal, 'utf8').catch(() => '')) || undefined;
  const ended = await lab.run(words, (kill) => {
    const options = { timeoutMs: 400_000, everyMs: 10, signal: over.signal, what: `${began} to begin` };
    acted = waitFor(hasBegun, options).then(() => act(kill));
    // Where it ends without, the test says how.
    acted.catch(() => undefined);
  });
  over.abort();
  await acted;
  return ended;
}
