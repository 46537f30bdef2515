import type { Member } from '../../core/cluster/inventory.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import { atMost } from '../../lib/at-most.ts';
import type { StepContext } from './context.ts';
import { hostOfFiles } from './host-of-files.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { type MemberAgents, memberAgents } from './member-agents.ts';

/**
 * The agents that the members' processes had before a hop: one process may have several. Those that the run has
 * postponed are left out.
 */
export async function agentsBefore(
  hop: number,
  context: Pick<StepContext, 'inventory' | 'host' | 'runFolder' | 'postponed'>,
): Promise<readonly MemberAgents[]> {
  const { configuration } = keptFiles(context, hop);
  const textOf = async ({ id, config }: Member) =>
    (await keptFile.read(configuration(id))) ?? (await hostOfFiles(id, context).readText(config));
  const postponed = context.postponed?.() ?? new Set();
  const members = context.inventory.components.filter(({ id, agent }) => agent && !postponed.has(id));
  return atMost(defaultLimits.inAll, members, (member) => memberAgents(member, textOf));
}
