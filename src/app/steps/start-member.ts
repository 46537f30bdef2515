import type { ComponentName } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { StepContext } from './context.ts';
import { refuseStranger } from './refuse-stranger.ts';

interface Started {
  readonly member: string;
  readonly component: ComponentName;
}

type Doors = Pick<StepContext, 'service' | 'strangers' | 'inventory' | 'settleEvents'>;

/**
 * Starts a member; ours that runs is no stranger, and left as it is. What managers were told of agents before they
 * stopped is history. Left unacknowledged, the next manager would take an agent that serves for one that has ended. It
 * is acknowledged while the manager still imports its modules.
 */
export async function startMember({ member, component }: Started, context: Doors): Promise<void> {
  await refuseStranger(member, context);
  const isTold = componentNamed(component).isToldOfAgents === true;
  await Promise.all([context.service(member).start(), isTold ? context.settleEvents() : undefined]);
}
