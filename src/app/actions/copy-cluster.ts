import { join } from 'node:path';
import type { Receipt } from '../../core/plan/receipt.ts';
import type { NamespaceSnapshot } from '../../io/configstore/snapshot.ts';
import { withDatabase } from '../../io/database/database.ts';
import { dumpDatabase } from '../../io/database/dump.ts';
import { loadDump } from '../../io/database/load-dump.ts';
import { localHost } from '../../io/hosts/local.ts';
import { findPostgresPrograms } from '../../io/services/postgres-programs.ts';
import { startScratchServers } from '../../io/services/scratch-servers.ts';
import type { Tell } from '../engine/carry-out.ts';
import { timed } from '../rehearsal/tell.ts';
import type { Cluster } from './open-cluster.ts';
import { proveCopies } from './prove-copies.ts';
import { type Rehearsal, rehearsalContext } from './rehearsal-context.ts';
import { scratchSources } from './rehearsal-place.ts';

export interface CopiedCluster extends Rehearsal {
  /** The cluster's namespace as it was copied. */
  readonly etcd: NamespaceSnapshot;
  readonly copy: Receipt['copy'];
}

interface Options {
  /** The rehearsal's own folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly tell: Tell;
}

async function majorOf({ address }: Cluster): Promise<number> {
  const [row] = await withDatabase(address, (database) =>
    database.query<{ version: string }>("SELECT current_setting('server_version_num') AS version"),
  );
  return Math.floor(Number(row?.version ?? 0) / 10_000);
}

/** Puts the cluster's data into scratch servers, and proves that they are not the cluster's. */
export async function copyCluster(
  cluster: Cluster,
  { folder, signal, tell }: Options,
): Promise<CopiedCluster> {
  const host = localHost('control');
  const tools = await findPostgresPrograms(scratchSources);
  const dump = { host, tools, folder: join(folder, 'cluster.dump'), signal };
  const dumped = await timed(tell, "Dump the cluster's database", () =>
    dumpDatabase({ ...dump, address: cluster.address }),
  );
  const etcd = await cluster.store.snapshotNamespace(signal);
  const database = cluster.address.name;
  const { made: place } = await timed(
    tell,
    'Start a database server and an etcd for the copies',
    async () => {
      const servers = await startScratchServers(folder, await majorOf(cluster), scratchSources, signal);
      await servers.createDatabase(database);
      return { postgres: servers.postgres, etcd: servers.etcd, database };
    },
  );
  const rehearsal = await rehearsalContext(cluster, place, folder, signal);
  const loaded = await timed(tell, 'Load the copies', async () => {
    await loadDump({ ...dump, address: rehearsal.address, ownerless: true });
    await rehearsal.store.restoreNamespace(etcd, signal);
  });
  await proveCopies(cluster, rehearsal, place);
  const copy = { bytes: dumped.made.size, dump: dumped.seconds, load: loaded.seconds };
  return { ...rehearsal, etcd, copy };
}
