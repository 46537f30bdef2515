import { agentIds } from '../../core/cluster/agent-ids.ts';
import type { Member } from '../../core/cluster/inventory.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import { atMost } from '../../lib/at-most.ts';
import type { StepContext } from './context.ts';
import { hostOfFiles } from './host-of-files.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

/** The ids of all agents that the members' processes had before a hop: one process may have several. */
export async function agentsBefore(
  hop: number,
  context: Pick<StepContext, 'inventory' | 'host' | 'runFolder'>,
): Promise<readonly string[]> {
  const { configuration } = keptFiles(context, hop);
  const textOf = async ({ id, config }: Member) =>
    (await keptFile.read(configuration(id))) ?? (await hostOfFiles(id, context).readText(config));
  const members = context.inventory.components.filter(({ agent }) => agent !== undefined);
  const found = await atMost(defaultLimits.inAll, members, async (member) =>
    agentIds(member, await textOf(member)),
  );
  return found.flat();
}
