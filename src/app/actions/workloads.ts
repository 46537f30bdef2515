import type { BackgroundTask } from '../../core/workloads/background-task.ts';
import type { Session } from '../../core/workloads/session.ts';
import { isMeant, type SessionFilter } from '../../core/workloads/session-filter.ts';
import type { Upload } from '../../core/workloads/upload.ts';
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
  /** Background tasks under way; undefined where the components' Redis does not tell. */
  readonly tasks: readonly BackgroundTask[] | undefined;
  /** What is uploaded at this moment; undefined where a storage-proxy's host does not show it. */
  readonly uploads: readonly Upload[] | undefined;
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
  const [tasks, uploads] = await Promise.all([
    readers.workloads.tasks().catch(() => undefined),
    readers.workloads.uploads().catch(() => undefined),
  ]);
  return {
    ...seen,
    tasks,
    uploads,
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
