import { type FoundLock, type LastRun, type LockHolder, type LockStore, lastOf } from './lock.ts';

/** A cluster's lock in memory. */
export interface SimulatedLock extends LockStore {
  /** What is seen of the process that holds it from now on. */
  seem(life: FoundLock['life']): void;
}

export function simulatedLock(): SimulatedLock {
  let held: { holder: LockHolder; life: FoundLock['life'] } | undefined;
  let revision = 0;
  let last: LastRun | undefined;
  const put = (next: typeof held): void => {
    held = next;
    revision += 1;
  };
  const found = (): FoundLock | undefined => held && { ...held, revision: String(revision) };
  const isHeldBy = (holder: LockHolder): boolean => JSON.stringify(held?.holder) === JSON.stringify(holder);
  return {
    read: async () => found(),
    mark: async () => held && { key: 'lock', value: JSON.stringify(held.holder) },
    acquire: async (holder, mayTake) => {
      const now = found();
      const isFree = !held || (held.holder.id === holder.id && held.life !== 'alive-elsewhere');
      if (!isFree && now && !(await mayTake(now))) return now;
      put({ holder, life: 'alive' });
      last = lastOf(holder) ?? last;
      return undefined;
    },
    series: async () => 'simulated',
    beat: async (holder) => isHeldBy(holder),
    leave: async (holder, at) => {
      if (isHeldBy(holder)) put({ holder: { ...holder, left: at }, life: 'left' });
    },
    release: async (holder, instead) => {
      if (!isHeldBy(holder)) return;
      put(undefined);
      last = instead ?? last;
    },
    last: async () => last,
    remove: async ({ revision: seen }) => {
      if (seen !== String(revision)) return false;
      put(undefined);
      return true;
    },
    seem: (life) => {
      if (held) held = { ...held, life };
    },
  };
}
