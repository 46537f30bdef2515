import type { Agent } from '../../core/workloads/agent.ts';
import type { BackgroundTask } from '../../core/workloads/background-task.ts';
import type { Endpoint } from '../../core/workloads/endpoint.ts';
import type { Folder } from '../../core/workloads/folder.ts';
import type { Session } from '../../core/workloads/session.ts';
import type { Upload } from '../../core/workloads/upload.ts';
import type { ApiWorkloads } from '../../io/workloads/api/workloads-of-api.ts';
import type { WorkloadsSource } from '../../io/workloads/source.ts';
import { BaiupError } from '../../lib/errors.ts';

/** Where workloads are read: through the managers' API, or from their database. */
export type WorkloadsFrom = 'api' | 'database';

export interface WorkloadDoors {
  readonly api: (signal?: AbortSignal) => Promise<ApiWorkloads>;
  readonly database: () => Promise<WorkloadsSource>;
  /** Background tasks under way; undefined where the components' Redis does not tell. */
  readonly tasks: () => Promise<readonly BackgroundTask[] | undefined>;
  /** Files that are being uploaded at this moment; undefined where nobody sees that. */
  readonly uploads: () => Promise<readonly Upload[] | undefined>;
}

type Sources = Pick<WorkloadDoors, 'api' | 'database'>;

/** A cluster's workloads at one moment. */
export interface WorkloadsSeen {
  readonly from: WorkloadsFrom;
  /** The managers' release, where the API was asked. */
  readonly version?: string;
  /** Why it was not the API. */
  readonly why?: BaiupError;
  readonly agents: readonly Agent[];
  readonly endpoints: readonly Endpoint[];
  /** Folders that a storage-proxy works on: only the database knows them. Undefined where it does not answer. */
  readonly folders: readonly Folder[] | undefined;
  /** To be read once. */
  readonly sessions: () => AsyncIterable<readonly Session[]>;
  readonly close: () => Promise<void>;
}

async function ofDatabase(doors: Sources, why?: BaiupError): Promise<WorkloadsSeen> {
  const source = await doors.database().catch((error: unknown) => {
    throw why && error instanceof BaiupError ? neither(error, why) : error;
  });
  try {
    const [agents, endpoints] = [await source.agents(), await source.endpoints()];
    const folders = await source.folders();
    const { sessions, close } = source;
    return { from: 'database', ...(why ? { why } : {}), agents, endpoints, folders, sessions, close };
  } catch (error) {
    await source.close();
    throw error;
  }
}

function neither(database: BaiupError, api: BaiupError): BaiupError {
  return new BaiupError(database.code, `${database.message}; the API does not serve either: ${api.message}`, {
    ...(database.hint === undefined ? {} : { hint: database.hint }),
    cause: database,
  });
}

async function foldersOf(doors: Sources): Promise<readonly Folder[] | undefined> {
  const source = await doors.database();
  return source.folders().finally(() => source.close());
}

async function ofApi(doors: Sources, signal: AbortSignal | undefined): Promise<WorkloadsSeen> {
  const { version, sessions, agents, endpoints } = await doors.api(signal);
  const folders = await foldersOf(doors).catch(() => undefined);
  return {
    ...{ from: 'api', version, agents, endpoints, folders },
    async *sessions() {
      yield sessions;
    },
    close: async () => undefined,
  };
}

/**
 * The cluster's workloads through the managers' API; from their database where the API does not serve, and it says why.
 * @param only the one place that is asked
 * @throws BaiupError `api.*` where only the API is asked, `database.*` otherwise
 */
export async function seeWorkloads(
  doors: Sources,
  only?: WorkloadsFrom,
  signal?: AbortSignal,
): Promise<WorkloadsSeen> {
  if (only === 'database') return ofDatabase(doors);
  try {
    return await ofApi(doors, signal);
  } catch (error) {
    const isOfApi = error instanceof BaiupError && error.code.startsWith('api.');
    if (only === 'api' || !isOfApi) throw error;
    return ofDatabase(doors, error);
  }
}
