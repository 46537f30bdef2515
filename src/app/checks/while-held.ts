import { heldBy } from '../../core/cluster/lock.ts';
import { lockHint, lockName } from '../../core/cluster/lock-words.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { Finding } from '../../lib/finding.ts';

/**
 * What a finding advises while a run may have changed half of what it speaks of: that run is gone on with, or back,
 * before anybody puts anything right.
 * @returns undefined where no run does
 */
export function whileHeld(
  snapshot: Pick<ClusterSnapshot, 'lock' | 'unfinished'>,
): ((finding: Finding) => Finding) | undefined {
  const held = heldBy(snapshot);
  if (held) {
    const hint = `${lockName(held)} has the cluster, and may have changed this: ${lockHint(held)}`;
    return (finding) => ({ ...finding, hint });
  }
  const { unfinished } = snapshot;
  if (!unfinished) return undefined;
  const first = `run ${unfinished.run} of ${unfinished.who} is unfinished, and may have changed this: ${unfinished.next}`;
  return (finding) => ({
    ...finding,
    hint: finding.hint === undefined ? first : `${first}. If it did not: ${finding.hint}`,
  });
}
