import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { type Ended, type Lab, sql, storeOf } from './lab.ts';

/** What a drain changes, and the sessions that it is about. */
export async function drainedState(inventory: Inventory) {
  const rows = (text: string) => sql(inventory, text);
  const texts = async (text: string) => (await rows(text)).map(({ text: each }) => String(each));
  return {
    status: await storeOf(inventory).get('manager/status'),
    agents: await texts('SELECT id AS text FROM agents WHERE schedulable ORDER BY 1'),
    endpoints: await texts(
      `SELECT name || ' ' || coalesce(j->>'replicas', j->>'desired_session_count') AS text
       FROM endpoints e CROSS JOIN LATERAL to_jsonb(e) j ORDER BY 1`,
    ),
    // Managers give sessions of endpoints a name of their own each time.
    sessions: await texts(
      `SELECT name || ' ' || status::text AS text FROM sessions
       WHERE status::text NOT IN ('TERMINATED', 'CANCELLED') AND lower(session_type::text) <> 'inference' ORDER BY 1`,
    ),
  };
}

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
