import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { divideWaves, type TurningAgent, type Wave } from '../../core/plan/divide-waves.ts';
import type { Waves } from '../../core/plan/waves.ts';
import { type HopMember, snapshotOf } from './draft.ts';

/** The waves in which agents of a hop turn; whoever keeps its release turns in none. */
export function wavesOf(
  members: readonly HopMember[],
  snapshot: ClusterSnapshot,
  waves: Waves,
): readonly Wave[] {
  const groups = new Map(snapshot.agentGroups.map(({ agent, group }) => [agent, group]));
  const turning = members.flatMap(({ member, turns, inSource, inTarget }): TurningAgent[] => {
    if (!member.agent || !turns || !inSource || !inTarget) return [];
    const [id = member.agent.id] = snapshotOf(snapshot, member).agents ?? [];
    return [{ member: member.id, host: member.host, group: groups.get(id) ?? '' }];
  });
  return divideWaves(turning, waves);
}
