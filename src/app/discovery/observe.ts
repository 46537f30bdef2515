import { prefixOf } from '../../core/catalog/rules/key-move.ts';
import { loadRules } from '../../core/catalog/rules/load-rules.ts';
import { heldBy } from '../../core/cluster/lock.ts';
import { withSlotsOfPlugins } from '../../core/cluster/slots.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { Version } from '../../core/versions/version.ts';
import { observeMembers, readVersion } from './observe-member.ts';
import { observeOthers } from './observe-others.ts';
import { observeOwnDatabases } from './observe-own-database.ts';
import { withPlugins } from './observe-plugins.ts';
import { observeSite } from './observe-site.ts';
import { observeSlots } from './observe-slots.ts';
import type { Readers } from './readers.ts';

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
 * Looks at a whole cluster without changing anything.
 * @param need what an upgrade needs to know, or only how the cluster is: then no environment is asked what it holds
 *   beside its release, which starts the Python of each
 * @throws BaiupError `database.unreachable`, `etcd.unreachable`, `service.unknown`, `cluster.config-missing`
 */
export async function observe(
  readers: Readers,
  need: 'upgrade' | 'status' = 'upgrade',
): Promise<ClusterSnapshot> {
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
  ] = await Promise.all([
    observeOwnDatabases(readers),
    readers.database.proxyDoors(),
    readers.configStore.keys(prefixes()),
    readers.database.agentGroups(),
    readers.lock(),
    readers.database.scratches(),
    observeSite(readers),
    observeOthers(readers),
    observeSlots(readers),
    readers.apiTrouble(),
  ]);
  const [members, revisions, registries, managerStatus, restoreObstacles, workloads, rows, size, free] =
    await Promise.all([
      observeMembers(release, readers),
      readers.database.revisions(),
      readers.configStore.registries(),
      readers.configStore.managerStatus(),
      readers.database.restorable(),
      readers.database.workloads(),
      readers.database.rows(readers.questions),
      readers.database.size(),
      readers.freeBytes(),
    ]);
  const components = need === 'upgrade' ? await withPlugins(members, readers) : members;
  const isUnused = managerStatus === undefined;
  const unfinished = heldBy({ lock }) ? undefined : await readers.unfinished();
  return {
    cluster: readers.inventory.cluster,
    components,
    revisions,
    registries,
    ...(isUnused ? { namespaces: await readers.namespaces() } : { managerStatus }),
    configKeys: [...new Set(configKeys)].sort(),
    agentGroups,
    ownDatabases,
    proxiedGroups: doors.map(({ group }) => group),
    restoreObstacles,
    space: { database: ownDatabases.reduce((sum, own) => sum + own.size, size), free },
    workloads,
    rows,
    ...(lock ? { lock } : {}),
    ...(unfinished ? { unfinished } : {}),
    scratches,
    ...(siteObjects ? { siteObjects } : {}),
    others,
    slots: withSlotsOfPlugins(slots, components),
    ...(apiTrouble === undefined ? {} : { apiTrouble }),
    openFiles: readers.openFiles,
  };
}
