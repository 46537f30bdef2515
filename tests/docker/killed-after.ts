import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '../../src/lib/wait.ts';
import type { Lab } from '../cluster/lab.ts';

/** Runs baiup until an event of a step is in the journal of a new run, then kills it. */
export async function killedAfter(
  lab: Pick<Lab, 'folder' | 'run'>,
  kind: string,
  step: string,
  words: readonly string[],
): Promise<{ readonly run: string }> {
  const runs = join(lab.folder, 'baiup/runs');
  const known = new Set(await readdir(runs).catch(() => []));
  let found: string | undefined;
  const killed = await lab.run(words, (kill) => {
    void waitFor(
      async () => {
        for (const name of (await readdir(runs)).filter((each) => !known.has(each))) {
          const text = await readFile(join(runs, name, 'journal.jsonl'), 'utf8');
          const events = text.split('\n').filter((line) => line.includes(`"kind":"${kind}"`));
          if (events.some((line) => line.includes(`"step":"${step}"`))) found = name;
        }
        if (found === undefined) return undefined;
        kill();
        return true;
      },
      { timeoutMs: 300_000, everyMs: 5, what: `${kind} of ${step}` },
    );
  });
  if (found === undefined) throw new Error(`${step} was not met: ${killed.stdout}\n${killed.stderr}`);
  return { run: found };
}
