import { withDatabase } from '../../io/database/database.ts';
import { operator } from '../engine/operator.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { guard } from './guard.ts';
import type { Place } from './place.ts';
import type { Rehearsal } from './rehearsal.ts';

/** Asks both doors of a rehearsal where they lead. @throws BaiupError `rehearsal.not-a-copy` */
export async function proveCopies(
  cluster: Pick<Cluster, 'store'>,
  { address, store }: Rehearsal,
  place: Place,
): Promise<void> {
  const mark = `rehearsal-${process.pid}-${place.etcd.port}`;
  await store.acquireLock({
    run: mark,
    who: operator(),
    host: '',
    at: new Date().toISOString(),
    why: 'rehearsal',
  });
  const [row] = await withDatabase(address, (database) =>
    database.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder"),
  );
  const [scratchLock, clusterLock] = await Promise.all([store.readLock(), cluster.store.readLock()]);
  const doors = {
    dataFolder: row?.folder ?? '',
    scratchLock: scratchLock?.run,
    clusterLock: clusterLock?.run,
  };
  guard(doors, place.postgres.data, mark);
}
