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
  const isLater = (other: RunView | undefined): boolean =>
    other?.cluster === cluster &&
    other.run !== run &&
    other.started > started &&
    other.hops.some(({ state }) => state === 'done');
  // One after the other: the events of a run of ten thousand members are many.
  for (const id of await journal.list()) {
    const other = await viewOf(journal, id);
    if (isLater(other)) return other;
  }
  return undefined;
}
