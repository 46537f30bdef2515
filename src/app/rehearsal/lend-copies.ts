import type { Inventory } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { ScratchServers } from '../../io/services/scratch-pair.ts';
import type { StepContext } from '../steps/context.ts';
import type { DumpTools } from '../wiring/dump-tools.ts';

/**
 * Has the servers of the copies answer on the hosts where migrators run, at the address that they have here; where
 * they run they answer anyway.
 * @returns what takes them back
 */
export async function lendCopies(
  { components }: Inventory,
  hostOf: StepContext['host'],
  { postgres, etcd, away }: Pick<ScratchServers, 'postgres' | 'etcd'> & Pick<DumpTools, 'away'>,
): Promise<() => void> {
  const migrating = components.filter(({ component }) => componentNamed(component).history !== undefined);
  const names = new Set(migrating.map(({ host }) => host).filter((name) => name !== away));
  const hosts = [...names].map(hostOf);
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
