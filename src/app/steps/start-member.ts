import type { ComponentName } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { Started } from '../../io/services/port.ts';
import type { StepContext } from './context.ts';
import { refuseStranger } from './refuse-stranger.ts';

interface Whose {
  readonly member: string;
  readonly component: ComponentName;
}

type Doors = Pick<StepContext, 'service' | 'strangers' | 'inventory' | 'settleEvents'>;

/**
 * Starts a member; ours that runs is no stranger, and left as it is. What managers were told of agents before they
 * stopped is history. Left unacknowledged, the next manager would take an agent that serves for one that has ended. It
 * is acknowledged while the manager still imports its modules, or before a parked one goes on.
 */
export async function startMember({ member, component }: Whose, context: Doors): Promise<Started> {
  await refuseStranger(member, context);
  const service = context.service(member);
  if (componentNamed(component).isToldOfAgents !== true) return service.start();
  const isParked = (await service.parked()) !== undefined;
  if (isParked) await context.settleEvents();
  const [started] = await Promise.all([service.start(), isParked ? undefined : context.settleEvents()]);
  return started;
}
