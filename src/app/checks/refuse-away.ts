import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { blockers } from '../../lib/finding.ts';
import { hostUnreachable } from './host-unreachable.ts';
import { refuseByFindings } from './refuse.ts';

/**
 * Nothing is begun on a cluster of which a host with members does not answer.
 * @throws BaiupError `findings.blockers`
 */
export function refuseAway(snapshot: Pick<ClusterSnapshot, 'hosts' | 'components'>): void {
  refuseByFindings(blockers(hostUnreachable.find({ snapshot })), () => true);
}
