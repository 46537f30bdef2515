import { reduceRun } from '../../core/run/reduce.ts';
import type { RunView } from '../../core/run/view.ts';
import { BaiupError } from '../../lib/errors.ts';
import { runJournal } from './run-journal.ts';

/** Every run whose journal has begun, oldest first. */
export async function allRuns(): Promise<RunView[]> {
  const journal = runJournal();
  const views = await Promise.all(
    (await journal.list()).map(async (id) => reduceRun(await (await journal.reader(id)).events())),
  );
  return views.filter((view) => view !== undefined);
}

/** @throws BaiupError `run.unknown`, `run.unreadable` */
export async function oneRun(id: string): Promise<RunView> {
  const view = reduceRun(await (await runJournal().reader(id)).events());
  if (view) return view;
  throw new BaiupError('run.unreadable', `${id} was given up before anything was done`, {
    hint: 'baiup runs',
  });
}
