import type { Session } from '../../core/workloads/session.ts';
import { isMeant, type SessionFilter } from '../../core/workloads/session-filter.ts';
import { seeWorkloads, type WorkloadsFrom, type WorkloadsSeen } from '../discovery/see-workloads.ts';
import { openCluster } from '../wiring/open-cluster.ts';

export interface WorkloadsRequest {
  readonly clusterFile: string | undefined;
  readonly filter: SessionFilter;
  /** The one place that is asked; the API, or else the database, unless told. */
  readonly from: WorkloadsFrom | undefined;
  readonly signal?: AbortSignal;
}

export interface WorkloadsAnswer extends Omit<WorkloadsSeen, 'close'> {
  readonly cluster: string;
  /** Milliseconds since the epoch: when it was so. */
  readonly at: number;
}

/** The workloads of a cluster, with the sessions that are meant; nothing is changed. */
export async function workloads({
  clusterFile,
  filter,
  from,
  signal,
}: WorkloadsRequest): Promise<WorkloadsAnswer> {
  const { inventory, readers } = await openCluster(clusterFile);
  const at = readers.now();
  const { close, sessions, ...seen } = await seeWorkloads(readers.workloads, from, signal);
  return {
    ...seen,
    cluster: inventory.cluster,
    at,
    async *sessions() {
      try {
        for await (const batch of sessions()) {
          signal?.throwIfAborted();
          const meant: readonly Session[] = batch.filter((session) => isMeant(session, filter, at));
          if (meant.length > 0) yield meant;
        }
      } finally {
        await close();
      }
    },
  };
}
