import { withDatabase } from '../../io/database/database.ts';
import { newRunId } from '../../io/journal/run-file.ts';
import { operator } from '../engine/operator.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import type { CopyServers } from './copy-servers.ts';
import { guard } from './guard.ts';
import type { Rehearsal } from './rehearsal.ts';

/** Asks both doors of a rehearsal where they lead. @throws BaiupError `rehearsal.not-a-copy` */
export async function proveCopies(
  cluster: Pick<Cluster, 'store'>,
  { address, store }: Rehearsal,
  location: CopyServers,
): Promise<void> {
  const mark = `rehearsal-${newRunId()}`;
  const about = { host: '', at: new Date().toISOString(), why: 'rehearsal' };
  await store.lock.acquire({ run: mark, what: 'fix', who: operator(), ...about }, async () => false);
  const [row] = await withDatabase(address, (database) =>
    database.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder"),
  );
  const [scratchLock, clusterLock] = await Promise.all([store.lock.read(), cluster.store.lock.read()]);
  const doors = {
    dataFolder: row?.folder ?? '',
    scratchLock: scratchLock?.holder?.run,
    clusterLock: clusterLock?.holder?.run,
  };
  guard(doors, location.postgres.data, mark);
}
