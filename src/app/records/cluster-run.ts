import { heldBy, isAbandoned, type LockSnapshot } from '../../core/cluster/lock.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { type KnownRun, stateOf } from './known-run.ts';
import { allRuns } from './runs.ts';
import { unfinishedRun } from './unfinished-run.ts';

/** The unfinished run of a cluster, this operator's or another's. */
export interface ClusterRun {
  /** What is typed for it by its operator. */
  readonly run: string;
  readonly id: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly state: ReturnType<typeof stateOf>;
  /** user@host of its operator. */
  readonly who: string | undefined;
  /** Undefined where its journal is not here. */
  readonly known: KnownRun | undefined;
  /** Undefined where it is not known, or where somebody freed the cluster's lock while it was unfinished. */
  readonly lock: LockSnapshot | undefined;
  /** Whether somebody freed it. */
  readonly isFreed: boolean;
}

function fromKnown(known: KnownRun, lock: LockSnapshot | undefined, isFreed: boolean): ClusterRun {
  const { run, id, view, driver } = known;
  const whose = driver?.who ?? view?.who ?? lock?.who;
  const ends = { from: view?.from ?? lock?.from, to: view?.to ?? lock?.to };
  return { run, id, ...ends, state: stateOf(known), who: whose, known, lock, isFreed };
}

/** The state of a run whose journal is not here, as far as its lock tells it. */
function stateBy(lock: LockSnapshot): ClusterRun['state'] {
  if (lock.life === 'left') return 'stopped';
  return isAbandoned(lock) ? 'cut' : 'running';
}

interface Found {
  readonly lock?: LockSnapshot | undefined;
  /** Whether etcd could tell of it. */
  readonly isLockKnown: boolean;
}

/** The run that holds the cluster's lock; without a lock, the latest unfinished run of this machine. */
export async function runOf({
  cluster,
  lock,
  isLockKnown,
}: Pick<ClusterSnapshot, 'cluster'> & Found): Promise<ClusterRun | undefined> {
  if (lock && lock.what !== 'run') return undefined;
  const runs = await allRuns();
  const held = heldBy({ lock });
  const known = runs.find(({ id }) => id === held?.id);
  if (known) return fromKnown(known, held, false);
  if (held) {
    const { run, id, from, to, who } = held;
    return { run, id, from, to, state: stateBy(held), who, known, lock: held, isFreed: false };
  }
  const open = unfinishedRun(runs, cluster);
  return open && fromKnown(open, undefined, isLockKnown);
}
