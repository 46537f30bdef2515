import type { Inventory, Member } from './inventory.ts';
import { simulatedInventory, simulatedMember, simulatedSnapshot } from './simulated-cluster.ts';
import type { ClusterSnapshot } from './snapshot.ts';

/** A cluster with so many agents, each on a host of its own, beside one host with everything else. */
export function simulatedFleet(agents: number): Inventory {
  const control: Member[] = [
    simulatedMember('m1', 'manager', 8081),
    simulatedMember('s1', 'storage-proxy', 6022),
    simulatedMember('w1', 'webserver', 8090),
  ];
  const fleet = Array.from({ length: agents }, (_each, index): Member => {
    const id = `a${index + 1}`;
    return {
      ...simulatedMember(id, 'agent', 6001),
      host: `h${index + 1}`,
      agent: { id: `i-${id}`, varBase: '/var/lib/backend.ai' },
    };
  });
  const hosts = fleet.map(({ host }) => [host, { transport: 'local' }] as const);
  const inventory = simulatedInventory([...control, ...fleet]);
  return { ...inventory, hosts: { ...inventory.hosts, ...Object.fromEntries(hosts) } };
}

/** That cluster as it is at a release whose database has one head. */
export function snapshotOfFleet({ components }: Inventory, version: string, head: string): ClusterSnapshot {
  return simulatedSnapshot({
    components: components.map(({ id, component, host }) => ({
      id,
      component,
      host,
      version,
      environment: `/lab/environments/${component}-${version}`,
      active: true,
      healthy: true,
      configSha256: 'c0ffee',
    })),
    revisions: [head],
  });
}
