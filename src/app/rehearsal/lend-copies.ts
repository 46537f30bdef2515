import type { Inventory } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { ScratchServers } from '../../io/services/scratch-servers.ts';
import type { StepContext } from '../steps/context.ts';

/**
 * Has the servers of the copies answer on the hosts where migrators run, at the address that they have here.
 * @returns what takes them back
 */
export async function lendCopies(
  { components }: Inventory,
  hostOf: StepContext['host'],
  { postgres, etcd }: Pick<ScratchServers, 'postgres' | 'etcd'>,
): Promise<() => void> {
  const migrating = components.filter(({ component }) => componentNamed(component).history !== undefined);
  const hosts = [...new Set(migrating.map(({ host }) => host))].map(hostOf);
  const asked = hosts.flatMap((host) => [postgres.port, etcd.port].map((port) => host.lendPort(port)));
  const lent = await Promise.allSettled(asked);
  const takeBack = (): void => {
    for (const each of lent) if (each.status === 'fulfilled') each.value.takeBack();
  };
  const failed = lent.find((each) => each.status === 'rejected');
  if (!failed) return takeBack;
  takeBack();
  throw failed.reason;
}
