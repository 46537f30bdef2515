import { join } from 'node:path';
import type { Plan } from '../../core/plan/plan.ts';
import type { Receipt } from '../../core/plan/receipt.ts';
import type { NamespaceSnapshot } from '../../io/configstore/snapshot.ts';
import { readAlembicVersion } from '../../io/database/alembic-version.ts';
import { copyRoles } from '../../io/database/copy-roles.ts';
import { withDatabase } from '../../io/database/database.ts';
import { dumpDatabase } from '../../io/database/dump.ts';
import { checkGivenDump } from '../../io/database/given-dump.ts';
import { loadDump } from '../../io/database/load-dump.ts';
import type { DatabaseTools } from '../../io/database/tool.ts';
import { withPrefix } from '../../io/hosts/low-priority.ts';
import type { Host } from '../../io/hosts/port.ts';
import type { ScratchServers } from '../../io/services/scratch-pair.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { DumpTools } from '../wiring/dump-tools.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { copyOwnDatabases } from './copy-own-databases.ts';
import { proveCopies } from './prove-copies.ts';
import type { Rehearsal } from './rehearsal.ts';
import { rehearsalContext } from './rehearsal-context.ts';
import type { CopyOptions } from './rehearse-options.ts';
import { onServers } from './scratch-trouble.ts';
import { timed } from './tell.ts';

export interface CopiedCluster extends Rehearsal {
  /** The cluster's namespace as it was copied. */
  readonly etcd: NamespaceSnapshot;
  readonly copy: Receipt['copy'];
  readonly servers: Pick<ScratchServers, 'trouble' | 'postgres' | 'etcd'> & Pick<DumpTools, 'away'>;
}

async function majorOf({ address }: Cluster): Promise<number> {
  const [row] = await withDatabase(address, (database) =>
    database.query<{ version: string }>("SELECT current_setting('server_version_num') AS version"),
  );
  return Math.floor(Number(row?.version ?? 0) / 10_000);
}

/** What decides how long a server's writes take, and is its operator's choice. */
const writing = ['fsync', 'full_page_writes', 'synchronous_commit', 'wal_compression'];

/** How the cluster's server writes: a migration on the copy has to take as long. */
async function writingOf({ address }: Cluster): Promise<Record<string, string>> {
  const rows = await withDatabase(address, (database) =>
    database.query<{ name: string; value: string }>(
      'SELECT name, current_setting(name) AS value FROM pg_settings WHERE name = ANY($1)',
      [writing],
    ),
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

interface Dumped {
  readonly folder: string;
  readonly bytes: number;
  readonly seconds: number;
  readonly given?: string;
}

/** A dump made now, or the given one once it is found whole. */
async function dumpOf(
  cluster: Cluster,
  by: { readonly host: Host; readonly tools: DatabaseTools },
  folder: string,
  { dump, signal, tell }: CopyOptions,
): Promise<Dumped> {
  if (dump === undefined) {
    const own = join(folder, 'cluster.dump');
    const { made, seconds } = await timed(tell, "Dump the cluster's database", () =>
      dumpDatabase({ ...by, folder: own, signal, address: cluster.address }),
    );
    return { folder: own, bytes: made.size, seconds };
  }
  const { made } = await timed(tell, 'Check the given dump for damage', () =>
    checkGivenDump({ ...by, path: dump, signal }),
  );
  return { folder: made.path, bytes: made.bytes, seconds: 0, given: made.path };
}

/** A dump of another cluster, or of another day's, would prove something else. */
async function refuseOther({ address }: Rehearsal, plan: Plan, given: string | undefined): Promise<void> {
  const rows = await withDatabase(address, readAlembicVersion);
  if (rows.join() === plan.facts.revisions.join()) return;
  const what = given ?? 'the copy of the database';
  throw new BaiupError(
    'rehearsal.other-dump',
    `${what} is at ${rows.join(', ') || 'no revision'}, the plan begins at ${plan.facts.revisions.join(', ')}`,
    {
      exit: exitCode.refused,
      left: 'nothing was changed',
      hint: 'give a dump of this cluster as it is now, or leave --dump out',
    },
  );
}

/** Puts the cluster's data into scratch servers, and proves that they are not the cluster's. */
export async function copyCluster(
  cluster: Cluster,
  plan: Plan,
  options: CopyOptions,
): Promise<CopiedCluster> {
  const { copyHost, prefix, signal, tell, atEnd } = options;
  const folder = await copyHost.place(options.folder);
  const by = { host: withPrefix(copyHost.host, prefix), tools: await copyHost.programs() };
  const dumped = await dumpOf(cluster, by, folder, options);
  const etcd = await cluster.store.snapshotNamespace(signal);
  const { made: servers } = await timed(
    tell,
    'Start a database server and an etcd for the copies',
    async () => {
      const major = await majorOf(cluster);
      return copyHost.startServers(folder, { major, prefix, signal, atEnd });
    },
  );
  const on = { ...servers, ...(copyHost.away === undefined ? {} : { away: copyHost.away }) };
  const location = { postgres: servers.postgres, etcd: servers.etcd, database: cluster.address.name };
  const rehearsal = await rehearsalContext(cluster, location, options);
  const { address, store } = rehearsal;
  const load = async (): Promise<void> => {
    await servers.createDatabase(location.database);
    await copyRoles(cluster.address, address);
    await loadDump({ ...by, folder: dumped.folder, signal, address, ownerless: true });
    await copyOwnDatabases(cluster, rehearsal, { ...by, folder: join(folder, 'cluster.dump'), signal });
    await store.restoreNamespace(etcd, signal);
    await servers.writeLike(await writingOf(cluster));
  };
  const loaded = await timed(tell, 'Load the copies', () => onServers(on, load));
  await refuseOther(rehearsal, plan, dumped.given);
  await proveCopies(cluster, rehearsal, location);
  const { bytes, seconds, given } = dumped;
  const where = copyHost.away === undefined ? {} : { host: copyHost.away };
  const copy = { bytes, dump: seconds, load: loaded.seconds, ...where, ...(given ? { given } : {}) };
  return { ...rehearsal, etcd, copy, servers: on };
}
