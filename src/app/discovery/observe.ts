import { prefixOf } from '../../core/catalog/rules/key-move.ts';
import { loadRules } from '../../core/catalog/rules/load-rules.ts';
import { heldBy } from '../../core/cluster/lock.ts';
import { withSlotsOfPlugins } from '../../core/cluster/slots.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { Version } from '../../core/versions/version.ts';
import { isSomeAway, withoutAway, withUnseen } from './away-hosts.ts';
import { busyBeside } from './busy-beside.ts';
import { observeHosts } from './observe-hosts.ts';
import { observeMembers, readVersion } from './observe-member.ts';
import { observeOthers } from './observe-others.ts';
import { observeOwnDatabases } from './observe-own-database.ts';
import { withPlugins } from './observe-plugins.ts';
import { withRooms } from './observe-rooms.ts';
import { observeSite } from './observe-site.ts';
import { observeSlots } from './observe-slots.ts';
import type { Readers } from './readers.ts';
import { withUnits } from './with-units.ts';

/** The release that the cluster has: its manager's. */
async function installedRelease(readers: Readers): Promise<Version | undefined> {
  const manager = readers.inventory.components.find(({ component }) => component === 'manager');
  return manager && readVersion(manager, readers);
}

/** Where keys may lie that some rule has moved. */
function prefixes(): string[] {
  return [...new Set(loadRules().flatMap(({ keys = [] }) => keys.map(prefixOf)))];
}

/**
 * Looks at a whole cluster without changing anything. Of hosts that do not answer only that is told; all else is looked
 * at.
 * @param need what an upgrade needs to know, or only how the cluster is: then no environment is asked what it holds
 *   beside its release, which starts the Python of each
 * @throws BaiupError `database.unreachable`, `etcd.unreachable`, `service.unknown`, `cluster.config-missing`
 */
export async function observe(
  all: Readers,
  need: 'upgrade' | 'status' = 'upgrade',
): Promise<ClusterSnapshot> {
  const observed = await observeHosts(all, need);
  const hosts = observed.map(({ host }) => host);
  const readers = withoutAway(all, hosts);
  const release = await installedRelease(readers);
  const [
    ownDatabases,
    doors,
    configKeys,
    agentGroups,
    lock,
    scratches,
    siteObjects,
    others,
    slots,
    apiTrouble,
    apiRole,
    servers,
  ] = await Promise.all([
    observeOwnDatabases(all),
    readers.database.proxyDoors(),
    readers.configStore.keys(prefixes()),
    readers.database.agentGroups(),
    readers.lock(),
    readers.database.scratches(),
    observeSite(readers),
    // What members of a host that does not answer have open there would pass for others.
    isSomeAway(hosts) ? undefined : observeOthers(readers),
    observeSlots(readers),
    readers.apiTrouble(),
    need === 'upgrade' ? readers.apiRole() : undefined,
    need === 'upgrade' ? readers.servers() : undefined,
  ]);
  const [
    members,
    revisions,
    registries,
    managerStatus,
    restoreObstacles,
    asideObstacles,
    workloads,
    rows,
    size,
    free,
    pythonsHere,
    beside,
  ] = await Promise.all([
    observeMembers(release, readers),
    readers.database.revisions(),
    readers.configStore.registries(),
    readers.configStore.managerStatus(),
    readers.database.restorable(),
    need === 'upgrade' ? readers.database.asideObstacles() : undefined,
    readers.database.workloads(),
    readers.database.rows(readers.questions),
    readers.database.size(),
    readers.freeBytes(),
    need === 'upgrade' ? readers.pythonsHere() : [],
    // Uploads are seen as root: nobody is asked for a password to see how the cluster is.
    need === 'upgrade' ? busyBeside(readers.workloads, readers.now()) : undefined,
  ]);
  const seen = need === 'upgrade' ? await withPlugins(members, readers) : members;
  const { inventory } = all;
  const components = withUnits(withUnseen(inventory.components, seen, hosts), inventory, observed);
  const dumpRooms = need === 'upgrade' ? await readers.dumpRooms() : [];
  const isUnused = managerStatus === undefined;
  const unfinished = heldBy({ lock }) ? undefined : await readers.unfinished();
  const behind = await readers.behind();
  const storeBeside = await readers.storeBeside();
  return {
    cluster: readers.inventory.cluster,
    components,
    hosts: need === 'upgrade' ? await withRooms(hosts, components, readers) : hosts,
    pythonsHere,
    revisions,
    registries,
    ...(isUnused ? { namespaces: await readers.namespaces() } : { managerStatus }),
    configKeys: [...new Set(configKeys)].sort(),
    agentGroups,
    ownDatabases,
    proxiedGroups: doors.map(({ group }) => group),
    restoreObstacles,
    ...(asideObstacles ? { asideObstacles } : {}),
    space: { database: ownDatabases.reduce((sum, own) => sum + own.size, size), free },
    ...(dumpRooms.length > 0 ? { dumpRooms } : {}),
    workloads: { ...workloads, ...beside },
    rows,
    ...(lock ? { lock } : {}),
    ...(unfinished ? { unfinished } : {}),
    ...(behind.length > 0 ? { behind } : {}),
    ...(storeBeside ? { storeBeside } : {}),
    scratches,
    ...(siteObjects ? { siteObjects } : {}),
    ...(others ? { others } : {}),
    slots: withSlotsOfPlugins(slots, components),
    ...(apiTrouble === undefined ? {} : { apiTrouble }),
    ...(apiRole === undefined ? {} : { apiRole }),
    ...(servers ? { servers } : {}),
    openFiles: readers.openFiles,
  };
}
