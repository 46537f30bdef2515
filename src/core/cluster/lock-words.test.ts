import { describe, expect, it } from 'vitest';
import { isLeftBehind, type LockSnapshot } from './lock.ts';
import { lockHint, lockSummary } from './lock-words.ts';
import { simulatedLockSnapshot } from './simulated-cluster.ts';

const lock = simulatedLockSnapshot({ pid: 4242 });
const here = (state: NonNullable<LockSnapshot['journal']>['state']): Partial<LockSnapshot> => ({
  life: 'dead',
  journal: { run: 'r-1', state },
});
const whose = 'run r-1 of ana@desk, 24.03.11 → 24.09.4, since 2026-11-27T12:00:00Z';

describe('what is said of a lock', () => {
  it.each<[Partial<LockSnapshot>, string]>([
    [{}, `${whose}; process 4242 on this machine drives it`],
    [{ life: 'alive-elsewhere' }, `${whose}; a process on desk drives it`],
    [{ life: 'dead' }, `${whose}, unfinished; nobody drives it: its process on this machine has ended`],
    [
      { life: 'silent' },
      `${whose}, unfinished; nobody drives it: there has been no sign of life from desk for more than a minute`,
    ],
    [{ life: 'left' }, `${whose}, unfinished; nobody drives it: its driver on desk has stopped`],
    [here('ended'), `${whose}; nobody drives it: its process on this machine has ended`],
    [{ life: 'unknown' }, `${whose}; baiup cannot tell from here whether anybody drives it`],
    [
      { what: 'fix', life: 'alive-elsewhere' },
      'baiup check --fix of ana@desk, since 2026-11-27T12:00:00Z; a process on desk is at work',
    ],
    [{ what: 'unreadable', life: 'unknown' }, "something that baiup did not write holds the cluster's lock"],
  ])('%o: %s', (change, words) => {
    expect(lockSummary({ ...lock, ...change })).toBe(words);
  });

  it.each<[Partial<LockSnapshot>, string]>([
    [{ journal: { run: 'r-1', state: 'unfinished' } }, 'watch it: baiup show r-1'],
    [{}, 'ask ana@desk, or watch it on desk: baiup show r-1'],
    [{ life: 'alive-elsewhere' }, 'ask ana@desk, or watch it on desk: baiup show r-1'],
    [{ life: 'unknown' }, 'ask ana@desk, or look on desk: baiup show r-1. If nobody drives it: baiup unlock'],
    [here('unfinished'), 'go on: baiup resume r-1, or go back: baiup rollback r-1'],
    [
      { life: 'dead', journal: { run: 'r-1', state: 'unfinished', next: 'finish going back: …' } },
      'finish going back: …',
    ],
    [here('broken'), 'baiup show r-1 shows what is left; fix it, then: baiup rollback r-1'],
    [here('damaged'), 'baiup show r-1 says what can be done'],
    [here('ended'), 'nothing is left to do for it, so free it: baiup unlock'],
    [here('unbegun'), 'nothing is left to do for it, so free it: baiup unlock'],
    [
      { life: 'silent' },
      'ana@desk has its journal; go on there: baiup resume r-1, or back: baiup rollback r-1. If that journal is lost: baiup unlock',
    ],
    [{ ...here('unfinished'), life: 'left' }, 'go on: baiup resume r-1, or go back: baiup rollback r-1'],
    [{ what: 'fix' }, 'wait until it has ended'],
    [{ what: 'fix', life: 'dead' }, 'baiup unlock'],
    [{ what: 'unreadable', life: 'unknown' }, 'find out who wrote it, then: baiup unlock'],
  ])('%o: next %s', (change, words) => {
    expect(lockHint({ ...lock, ...change })).toBe(words);
  });

  it.each<[Partial<LockSnapshot>, boolean]>([
    [{}, false],
    [here('unfinished'), false],
    [here('broken'), false],
    [here('damaged'), false],
    [here('ended'), true],
    [here('unbegun'), true],
    [{ ...here('ended'), life: 'alive' }, false],
    [{ life: 'silent' }, false],
    [{ life: 'left' }, false],
    [{ ...here('ended'), life: 'left' }, true],
    [{ what: 'fix', life: 'silent' }, true],
    [{ what: 'fix', life: 'alive-elsewhere' }, false],
    [{ what: 'fix', life: 'unknown' }, false],
  ])('%o may be taken over: %s', (change, may) => {
    expect(isLeftBehind({ ...lock, ...change })).toBe(may);
  });
});
