import type { ScratchServers } from '../../io/services/scratch-pair.ts';

export const loopback = '127.0.0.1';

/** Where a rehearsal's copies are. */
export interface CopyServers extends Pick<ScratchServers, 'postgres' | 'etcd'> {
  /** The name of the copied database. */
  readonly database: string;
}
