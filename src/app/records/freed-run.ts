import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { standingOf } from '../../core/run/standing.ts';
import { nextText } from '../../core/run/standing-words.ts';
import type { LockStore } from '../../io/configstore/lock.ts';
import type { Journal } from '../../io/journal/port.ts';
import { knownRun } from './known-run.ts';

/** The last run of a cluster that nobody has, where it is unfinished and its journal is here: somebody freed its lock. */
export async function freedRun(
  lock: Pick<LockStore, 'last'>,
  journal: Pick<Journal, 'reader'>,
): Promise<ClusterSnapshot['unfinished']> {
  const last = await lock.last();
  const reader = last && (await journal.reader(last.id).catch(() => undefined));
  if (!reader || reader.id !== last.id) return undefined;
  const found = await knownRun(reader);
  const standing = standingOf(await reader.examine());
  if (!found || standing === 'ended') return undefined;
  const next =
    found.kind === 'whole' ? nextText({ ...found.view, run: found.run }) : `baiup show ${found.run}`;
  return { run: found.run, who: found.view?.who ?? last.who, next };
}
