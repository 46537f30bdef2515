import type { LockSnapshot } from '../../../core/cluster/lock.ts';
import { lockHint, lockSummary } from '../../../core/cluster/lock-words.ts';

/** A lock as a document. */
export function lockJson({
  run,
  id,
  what,
  from,
  to,
  who,
  host,
  at,
  why,
}: LockSnapshot): Record<string, unknown> {
  return { run, id, what, from: from ?? null, to: to ?? null, who, host, at, why };
}

/** A lock that is no run's, in the status of its cluster. */
export function otherLockLines(lock: LockSnapshot | undefined): string[] {
  return lock ? [`  lock       ${lockSummary(lock)}`, `             ${lockHint(lock)}`] : [];
}

/** What is still to be done once the lock of something unfinished is free. */
export function freedLines({ what, journal, run, who }: LockSnapshot): string[] {
  if (what !== 'run' || journal?.state === 'ended' || journal?.state === 'unbegun') return [];
  const typed = journal?.run ?? run;
  const next = journal
    ? (journal.next ?? `baiup show ${typed}`)
    : `${who} can still type: baiup resume ${typed}, or baiup rollback ${typed}`;
  return [
    `  ${typed} is unfinished: services may be stopped, and the database half way.`,
    '  Look at the cluster first: baiup status',
    `  Then: ${next}`,
  ];
}

/** What it means to free the lock of something that is not done. */
export function unfinishedLines(lock: LockSnapshot): string[] {
  const { what, journal, run } = lock;
  const typed = journal?.run ?? run;
  const state =
    what === 'run'
      ? ['  Services may be stopped, and the database may be half way between two releases.']
      : ['  What it began to change may be half done.'];
  const after =
    what === 'run'
      ? [
          '  Once the lock is free, anybody can begin another run on the cluster as it is now.',
          `  ${typed} can still be resumed or rolled back. After another run on the cluster, that would undo the work of the other.`,
        ]
      : [];
  return [`! ${lockSummary(lock)}`, ...state, `  Better: ${lockHint(lock)}`, ...after];
}
