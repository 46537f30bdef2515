import type { Standing } from '../run/standing.ts';

/** The cluster's lock as it was found: whoever changes the cluster holds it. */
export interface LockSnapshot {
  /** `fix`: `baiup check --fix`. `forget`: `baiup forget`. `unreadable`: nothing that baiup wrote. */
  readonly what: 'run' | 'fix' | 'forget' | 'unreadable';
  /** What its operator types for the run. */
  readonly run: string;
  /** Unique in the world. */
  readonly id: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** user@host of its operator, and the host that it is driven from. */
  readonly who: string;
  readonly host: string;
  readonly pid?: number | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly why: string;
  /**
   * Whether somebody drives it: seen on this machine (`alive`, `dead`); by its signs of life from another
   * (`alive-elsewhere`, `silent`); an older version of baiup gave none (`unknown`). `left`: its driver said that it no
   * longer drives.
   */
  readonly life: 'alive' | 'dead' | 'alive-elsewhere' | 'silent' | 'left' | 'unknown';
  /** What the journal here tells of the run; undefined where it is not here. */
  readonly journal?:
    | {
        /** What is typed for it here. */
        readonly run: string;
        readonly state: Standing;
        /** What can be typed to go on or to finish going back, where it is unfinished. */
        readonly next?: string;
      }
    | undefined;
}

/** Whether nobody drives what holds the lock. */
export const isAbandoned = ({ life }: LockSnapshot): boolean =>
  life === 'dead' || life === 'silent' || life === 'left';

/** Who has a cluster; undefined where it is free, or where what has it has nothing more to do. */
export const heldBy = ({ lock }: { readonly lock?: LockSnapshot | undefined }): LockSnapshot | undefined =>
  lock && !isLeftBehind(lock) ? lock : undefined;

/** Whether it was left behind by something that has nothing more to do: the next may take it over. */
export function isLeftBehind(lock: LockSnapshot): boolean {
  if (!isAbandoned(lock)) return false;
  if (lock.what === 'fix' || lock.what === 'forget') return true;
  return lock.journal?.state === 'unbegun' || lock.journal?.state === 'ended';
}
