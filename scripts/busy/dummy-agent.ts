import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { processService } from '../../src/io/services/process.ts';

/** A sandbox's agent: where it works, the folder of its service, and the service. */
export function dummyAgent({ components }: Pick<Inventory, 'components'>) {
  const agent = components.find(({ component }) => component === 'agent');
  if (agent?.service.kind !== 'process') throw new Error('this cluster is no sandbox');
  const { folder } = agent.service;
  return { workdir: agent.workdir, folder, service: processService(thisMachine, folder) };
}
