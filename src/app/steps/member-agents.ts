import { agentIds } from '../../core/cluster/agent-ids.ts';
import type { Member } from '../../core/cluster/inventory.ts';
import { hostTrouble } from '../../io/hosts/host-trouble.ts';

/** A member with the ids of its agents. */
export interface MemberAgents {
  readonly member: string;
  readonly agents: readonly string[];
}

/**
 * The agents of a member's process by its configuration. Where its host does not answer, cluster.yaml tells of one: that
 * nobody can read a file there says nothing of other agents, and managers see by themselves that this one is gone.
 */
export async function memberAgents(
  member: Member,
  textOf: (member: Member) => Promise<string | undefined>,
): Promise<MemberAgents> {
  const text = await textOf(member).catch((error: unknown) => {
    if (hostTrouble(error)) return undefined;
    throw error;
  });
  return { member: member.id, agents: agentIds(member, text) };
}
