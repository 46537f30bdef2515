import type { Inventory } from '../../core/cluster/inventory.ts';
import type { BackgroundTask } from '../../core/workloads/background-task.ts';
import { type FatedSession, type FateName, fateUnder, type Intended } from '../../core/workloads/fate.ts';
import { unmetGuards } from '../../core/workloads/guarded-by.ts';
import type { Session } from '../../core/workloads/session.ts';
import { isMeant, type SessionFilter } from '../../core/workloads/session-filter.ts';
import { type UnmetWord, unmetWords } from '../../core/workloads/unmet-words.ts';
import type { Upload } from '../../core/workloads/upload.ts';
import { seeWorkloads, type WorkloadsFrom, type WorkloadsSeen } from '../discovery/see-workloads.ts';
import { openCluster } from '../wiring/open-cluster.ts';

export interface WorkloadsRequest {
  readonly clusterFile: string | undefined;
  readonly filter: SessionFilter;
  /** The one place that is asked; the API, or else the database, unless told. */
  readonly from: WorkloadsFrom | undefined;
  /** Told at the end of each word of the filter that no session fits. */
  readonly onUnmet?: (unmet: UnmetWord) => void;
  /** The same of each guard. */
  readonly onUnmetGuard?: (guard: string) => void;
  readonly signal?: AbortSignal;
  /** What an upgrade is to do with sessions, where that is to be told. */
  readonly intended?: Intended | undefined;
  /** Only sessions that it does this with; all of them unless told. */
  readonly fates?: readonly FateName[];
}

export interface WorkloadsAnswer extends Omit<WorkloadsSeen, 'close' | 'sessions'> {
  readonly cluster: string;
  /** Milliseconds since the epoch: when it was so. */
  readonly at: number;
  /** Background tasks under way; undefined where the components' Redis does not tell. */
  readonly tasks: readonly BackgroundTask[] | undefined;
  /** What is uploaded at this moment; undefined where a storage-proxy's host does not show it. */
  readonly uploads: readonly Upload[] | undefined;
  /** To be read once. */
  readonly sessions: () => AsyncIterable<readonly FatedSession[]>;
}

/** Tells what becomes of sessions, where that is asked for. */
function fated({ intended, fates = [] }: WorkloadsRequest, { guard = [] }: Pick<Inventory, 'guard'>) {
  if (!intended) return (batch: readonly Session[]): readonly FatedSession[] => batch;
  const all = { ...intended, guards: [...guard, ...intended.guards] };
  return (batch: readonly Session[]): readonly FatedSession[] =>
    batch
      .map((session) => ({ ...session, fate: fateUnder(session, all) }))
      .filter(({ fate }) => fates.length === 0 || fates.includes(fate.name));
}

/** The workloads of a cluster, with the sessions that are meant; nothing is changed. */
export async function workloads(request: WorkloadsRequest): Promise<WorkloadsAnswer> {
  const { clusterFile, filter, from, onUnmet, onUnmetGuard, signal } = request;
  const { inventory, readers } = await openCluster(clusterFile);
  const at = readers.now();
  const { close, sessions, ...seen } = await seeWorkloads(readers.workloads, from, signal);
  const [tasks, uploads] = await Promise.all([
    readers.workloads.tasks().catch(() => undefined),
    readers.workloads.uploads().catch(() => undefined),
  ]);
  const withFates = fated(request, inventory);
  return {
    ...seen,
    tasks,
    uploads,
    cluster: inventory.cluster,
    at,
    async *sessions() {
      const unmet = unmetWords(filter);
      const guards = unmetGuards(request.intended?.guards ?? []);
      try {
        for await (const batch of sessions()) {
          signal?.throwIfAborted();
          for (const session of batch) {
            unmet.see(session);
            guards.see(session);
          }
          const meant = withFates(batch.filter((session) => isMeant(session, filter, at)));
          if (meant.length > 0) yield meant;
        }
        for (const each of unmet.left()) onUnmet?.(each);
        for (const each of guards.left()) onUnmetGuard?.(each);
      } finally {
        await close();
      }
    },
  };
}
