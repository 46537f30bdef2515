import type { Agent } from '../../core/workloads/agent.ts';
import type { Endpoint } from '../../core/workloads/endpoint.ts';
import type { Folder } from '../../core/workloads/folder.ts';
import type { Session } from '../../core/workloads/session.ts';

/** Where a cluster's workloads are read: managers' API, or their database. Nothing here changes anything. */
export interface WorkloadsSource {
  /** Every session that has not ended, in batches: those that wait come last, the oldest first. To be read once. */
  sessions(): AsyncIterable<readonly Session[]>;
  agents(): Promise<readonly Agent[]>;
  endpoints(): Promise<readonly Endpoint[]>;
  /** Folders that a storage-proxy works on. */
  folders(): Promise<readonly Folder[]>;
  close(): Promise<void>;
}
