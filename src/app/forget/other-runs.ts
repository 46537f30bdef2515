import { reduceRun } from '../../core/run/reduce.ts';
import type { LockStore } from '../../io/configstore/lock.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { hasWayBack } from '../records/refuse-forgotten.ts';
import { runJournal } from '../records/run-journal.ts';
import type { KeptRequest, OtherRun } from './kept-by-run.ts';

export type OtherRuns = Pick<KeptRequest, 'others' | 'unknown'>;

/** One that cannot be read may need everything, but nobody can tell what: it could not go back either. */
async function asOther(id: string, cluster: string): Promise<(OtherRun & { readonly id: string })[]> {
  try {
    const record = await runJournal().open(id);
    const view = reduceRun(await record.events());
    if (view?.cluster !== cluster || view.forgotten || !hasWayBack(view)) return [];
    return [{ id: record.id, name: record.name, plan: record.plan }];
  } catch {
    return [];
  }
}

/** Runs of the same cluster that can still go back, and who else has upgraded it. */
export async function othersOf(
  { id, plan }: Pick<RunRecord, 'id' | 'plan'>,
  lock: Pick<LockStore, 'last'>,
): Promise<OtherRuns> {
  const journal = runJournal();
  const others: (OtherRun & { readonly id: string })[] = [];
  for (const name of await journal.list()) others.push(...(await asOther(name, plan.cluster)));
  const last = await lock.last();
  const isHere =
    last === undefined ||
    (await journal.reader(last.id).then(
      (found) => found.id === last.id,
      () => false,
    ));
  return {
    others: others.filter((other) => other.id !== id),
    ...(isHere ? {} : { unknown: `${last.run} of ${last.who}, whose journal is not here,` }),
  };
}
