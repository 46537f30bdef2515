import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '../../src/lib/wait.ts';
import type { Ended, Lab } from './lab.ts';

interface Moment {
  readonly run: string;
  /** The step whose beginning the journal tells, or whose end. */
  readonly began: string;
  readonly event?: 'step.started' | 'step.finished';
  readonly act: (kill: () => void) => void | Promise<void>;
}

/** Applies a plan, and does something as soon as its journal says that a step has begun, or is done. */
export async function applyUntil(
  lab: Lab,
  words: readonly string[],
  { run, began, event = 'step.started', act }: Moment,
): Promise<Ended> {
  const journal = join(lab.folder, 'baiup/runs', run, 'journal.jsonl');
  const pattern = new RegExp(`"kind":"${event}"[^\\n]*"${began.replaceAll('.', '\\.')}"`);
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
  await acted.catch((error: unknown) => {
    if (!over.signal.aborted || error !== over.signal.reason) throw error;
    throw new Error(`it ended before ${event} of ${began}: ${JSON.stringify(ended, null, 2)}`);
  });
  return ended;
}
