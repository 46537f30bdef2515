import { isAbandoned, isLeftBehind, type LockSnapshot } from './lock.ts';

/** "run r-1 of ana@desk, 24.03.11 → 24.09.4" */
export function lockName({ what, run, who, why }: LockSnapshot): string {
  switch (what) {
    case 'run':
      return `run ${run} of ${who}, ${why}`;
    case 'fix':
      return `baiup check --fix of ${who}`;
    case 'forget':
      return `baiup forget ${run} of ${who}`;
    case 'unreadable':
      return 'something that baiup did not write';
    default:
      return what satisfies never;
  }
}

/** "nobody drives it: its process on desk has ended" */
export function lockLife({ life, host, pid, what }: LockSnapshot): string {
  const does = what === 'run' ? 'drives it' : 'is at work';
  switch (life) {
    case 'alive':
      return `process ${pid ?? '?'} on this machine ${does}`;
    case 'alive-elsewhere':
      return `a process on ${host} ${does}`;
    case 'dead':
      return `nobody ${does}: its process on this machine has ended`;
    case 'silent':
      return `nobody ${does}: there has been no sign of life from ${host} for more than a minute`;
    case 'left':
      return `nobody ${does}: its driver on ${host} has stopped`;
    case 'unknown':
      return `baiup cannot tell from here whether anybody ${does}`;
    default:
      return life satisfies never;
  }
}

/** Who has the cluster, and whether anybody is at it. */
export function lockSummary(lock: LockSnapshot): string {
  if (lock.what === 'unreadable') return `${lockName(lock)} holds the cluster's lock`;
  const unfinished = isAbandoned(lock) && !isLeftBehind(lock) ? ', unfinished' : '';
  return `${lockName(lock)}, since ${lock.at}${unfinished}; ${lockLife(lock)}`;
}

function abandonedHint({ who, run, journal }: LockSnapshot): string {
  if (!journal) {
    return `${who} has its journal; go on there: baiup resume ${run}, or back: baiup rollback ${run}. If that journal is lost: baiup unlock`;
  }
  const { run: typed, state, next } = journal;
  switch (state) {
    case 'unfinished':
      return next ?? `go on: baiup resume ${typed}, or go back: baiup rollback ${typed}`;
    case 'broken':
      return `baiup show ${typed} shows what is left; fix it, then: baiup rollback ${typed}`;
    case 'damaged':
      return `baiup show ${typed} says what can be done`;
    case 'unbegun':
    case 'ended':
      return 'nothing is left to do for it, so free it: baiup unlock';
    default:
      return state satisfies never;
  }
}

/** What to type next. */
export function lockHint(lock: LockSnapshot): string {
  const { what, life, host, who, run, journal } = lock;
  if (what === 'unreadable') return 'find out who wrote it, then: baiup unlock';
  const isAlive = life === 'alive' || life === 'alive-elsewhere';
  if (what === 'fix' || what === 'forget') return isAlive ? 'wait until it has ended' : 'baiup unlock';
  if (journal && life === 'alive') return `watch it: baiup show ${journal.run}`;
  if (isAlive) return `ask ${who}, or watch it on ${host}: baiup show ${run}`;
  if (life === 'unknown')
    return `ask ${who}, or look on ${host}: baiup show ${run}. If nobody drives it: baiup unlock`;
  return abandonedHint(lock);
}
