import { agentIds } from '../../core/cluster/agent-ids.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import type { StepContext } from './context.ts';
import { hostOfFiles } from './host-of-files.ts';

/** The ids of the agents that a member's process has, by its configuration. */
export async function agentsOf(
  member: string,
  context: Pick<StepContext, 'inventory' | 'host'>,
): Promise<readonly string[]> {
  const found = memberNamed(context.inventory, member);
  return found.agent ? agentIds(found, await hostOfFiles(member, context).readText(found.config)) : [];
}
