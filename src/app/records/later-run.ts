import { reduceRun } from '../../core/run/reduce.ts';
import type { RunView } from '../../core/run/view.ts';
import type { Journal } from '../../io/journal/port.ts';

/** One that cannot be read says nothing of this run. */
async function viewOf(journal: Journal, id: string): Promise<RunView | undefined> {
  try {
    return reduceRun(await (await journal.reader(id)).events());
  } catch {
    return undefined;
  }
}

/** A later run that has upgraded the same cluster and has not gone back from it. */
export async function laterRun(
  journal: Journal,
  { cluster, run, started }: Pick<RunView, 'cluster' | 'run' | 'started'>,
): Promise<RunView | undefined> {
  const views = await Promise.all((await journal.list()).map((id) => viewOf(journal, id)));
  return views.find(
    (other) =>
      other?.cluster === cluster &&
      other.run !== run &&
      other.started > started &&
      other.hops.some(({ state }) => state === 'done'),
  );
}
