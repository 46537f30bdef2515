import { copyRoles } from '../../io/database/copy-roles.ts';
import { dumpDatabase } from '../../io/database/dump.ts';
import { type LoadOptions, loadDump } from '../../io/database/load-dump.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import type { Rehearsal } from './rehearsal.ts';

/** Copies what members have beside the cluster's database; one that an upgrade has yet to make has no copy. */
export async function copyOwnDatabases(
  { inventory, readers, ownAddress }: Cluster,
  { context, ownAddress: copyAddress }: Rehearsal,
  dump: Omit<LoadOptions, 'address' | 'ownerless'>,
): Promise<void> {
  for (const { id, database } of inventory.components) {
    if (
      !database ||
      !(await readers
        .ownDatabase(id)
        .exists()
        .catch(() => false))
    )
      continue;
    const each = { ...dump, folder: `${dump.folder}.${id}` };
    await dumpDatabase({ ...each, address: ownAddress(id) });
    await context.ownDatabase(id).make();
    await copyRoles(ownAddress(id), copyAddress(id));
    await loadDump({ ...each, address: copyAddress(id), ownerless: true });
  }
}
