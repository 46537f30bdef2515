import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';

const member = (id: string, component: Member['component'], host: string): Member => ({
  ...simulatedMember(id, component),
  host,
  config: `/lab/${id}.toml`,
  ...(component === 'agent' ? { agent: { id: `i-${id}`, varBase: `/var/${id}` } } : {}),
});

/** Manager, webserver and storage-proxy on one host, and so many agents, each on a host of its own. */
export function inventoryWith(agents: number, announces: boolean): Inventory {
  const names = Array.from({ length: agents }, (_each, index) => `a${index + 1}`);
  const on = names.map((id) => member(id, 'agent', `h-${id}`));
  const components = [
    member('m1', 'manager', 'h-m1'),
    ...on,
    member('s1', 'storage-proxy', 'h-m1'),
    member('w1', 'webserver', 'h-m1'),
  ];
  const hosts = Object.fromEntries(components.map(({ host }) => [host, { transport: 'local' as const }]));
  return { ...simulatedInventory(components), hosts, ...(announces ? { announcement: {} } : {}) };
}
