import type { Inventory, Member } from './inventory.ts';
import { mapSecrets } from './map-secrets.ts';
import { onHost } from './on-host.ts';
import type { SecretSource } from './secret-source.ts';

/** Hosts and members that servers, dumps, rehearsals and secrets are reached or read by. */
function leaned(inventory: Inventory): ReadonlySet<string | undefined> {
  const { components, database, etcd, api, rehearsal } = inventory;
  const used = new Set<string | undefined>([
    database.tools,
    database.via,
    etcd.via,
    api.via,
    rehearsal?.host,
  ]);
  for (const { database: own } of components) used.add(own?.tools).add(own?.via);
  mapSecrets(inventory, ({ source }): SecretSource => {
    if (typeof source === 'object' && 'from' in source) used.add(source.from);
    return source;
  });
  return used;
}

/**
 * The members of a host that has agents alone, so that all else of the cluster can do without it; undefined for any
 * other host.
 */
export function agentsAlone(inventory: Inventory, host: string): readonly Member[] | undefined {
  const members = onHost(inventory.components, host);
  const used = leaned(inventory);
  const isFree =
    !used.has(host) && members.every(({ id, component }) => component === 'agent' && !used.has(id));
  return isFree && members.length > 0 ? members : undefined;
}

/** A cluster without some of its members, and without the hosts that had no others. */
export function withoutMembers(inventory: Inventory, without: readonly string[]): Inventory {
  const gone = new Set(without);
  const components = inventory.components.filter(({ id }) => !gone.has(id));
  const left = new Set(components.map(({ host }) => host));
  const emptied = new Set(
    inventory.components.flatMap(({ id, host }) => (gone.has(id) && !left.has(host) ? [host] : [])),
  );
  const hosts = Object.fromEntries(Object.entries(inventory.hosts).filter(([name]) => !emptied.has(name)));
  return { ...inventory, hosts, components };
}
