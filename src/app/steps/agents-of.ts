import { agentIds } from '../../core/cluster/agent-ids.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import type { StepContext } from './context.ts';

/** The ids of the agents that a member's process has, by its configuration. */
export async function agentsOf(
  member: string,
  { inventory, host }: Pick<StepContext, 'inventory' | 'host'>,
): Promise<readonly string[]> {
  const found = memberNamed(inventory, member);
  return found.agent ? agentIds(found, await host(found.host).readText(found.config)) : [];
}
