import type { LockSnapshot } from '../../core/cluster/lock.ts';
import { lockHint, lockLife, lockName } from '../../core/cluster/lock-words.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { requireNamespace } from '../records/require-namespace.ts';
import { runJournal } from '../records/run-journal.ts';
import { openCluster } from '../wiring/open-cluster.ts';

/** `free`: nobody had the lock. `kept`: nobody agreed to take it away. */
export type Unlocked =
  | { readonly kind: 'free' }
  | { readonly kind: 'kept' | 'released'; readonly lock: LockSnapshot };

/**
 * Takes the cluster's lock away from whoever left it behind.
 * @throws BaiupError `cluster.lock-alive` (exit 2) while its driver lives, `cluster.lock-changed`, `etcd.namespace-unused`
 */
export async function unlock(
  clusterFile: string | undefined,
  agreed: (lock: LockSnapshot) => Promise<boolean>,
): Promise<Unlocked> {
  const cluster = await openCluster(clusterFile);
  const found = await cluster.lock.find();
  if (!found) {
    await requireNamespace(cluster.readers);
    return { kind: 'free' };
  }
  const { lock } = found;
  if (lock.life === 'alive' || lock.life === 'alive-elsewhere') throw isAlive(lock);
  if (!(await agreed(lock))) return { kind: 'kept', lock };
  if (!(await found.remove())) throw changed();
  if (lock.journal) await (await runJournal().reader(lock.journal.run)).disown();
  return { kind: 'released', lock };
}

function isAlive(lock: LockSnapshot): BaiupError {
  return new BaiupError('cluster.lock-alive', `${lockName(lock)} has the lock, and ${lockLife(lock)}`, {
    exit: exitCode.refused,
    hint: lockHint(lock),
    left: 'the lock stays as it was',
  });
}

function changed(): BaiupError {
  return new BaiupError('cluster.lock-changed', 'meanwhile the lock was freed, or another run took it', {
    exit: exitCode.refused,
    hint: 'baiup status says who has it now',
    left: 'this command changed nothing',
  });
}
