import { reduceRun } from '../../core/run/reduce.ts';
import type { RunView } from '../../core/run/view.ts';
import { atMost } from '../../lib/at-most.ts';
import { BaiupError } from '../../lib/errors.ts';
import { type KnownRun, knownRun, runAsRead } from './known-run.ts';
import { runJournal } from './run-journal.ts';

/** Every run that has begun, oldest first. A damaged run does not hide the others. */
export async function allRuns(): Promise<KnownRun[]> {
  const journal = runJournal();
  const names = await journal.list();
  // One after the other: the events of a run of ten thousand members are many.
  const runs = await atMost(1, names, async (name) => knownRun(await journal.reader(name)));
  return runs.filter((run) => run !== undefined);
}

/** @throws BaiupError `run.unknown`, `run.ambiguous`, `run.never-began` */
export async function runNamed(typed: string): Promise<KnownRun> {
  const reader = await runJournal().reader(typed);
  const run = await knownRun(reader);
  if (run) return run;
  throw neverBegan(reader.name);
}

/** A run by events that were read before. @throws BaiupError `run.never-began` */
export async function runOfEvents(...read: Parameters<typeof runAsRead>): Promise<KnownRun> {
  const run = await runAsRead(...read);
  if (run) return run;
  throw neverBegan(read[0].name);
}

/** @throws BaiupError `run.unknown`, `run.ambiguous`, `run.never-began`, `run.damaged`, `run.unreadable` */
export async function oneRun(typed: string): Promise<RunView> {
  const reader = await runJournal().reader(typed);
  const view = reduceRun(await reader.events());
  if (view) return view;
  throw neverBegan(reader.name);
}

function neverBegan(run: string): BaiupError {
  return new BaiupError('run.never-began', `${run} was given up before anything was done`, {
    hint: 'baiup runs',
  });
}
