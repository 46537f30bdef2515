import type { WaitOptions } from '../../lib/wait.ts';
import type { Host } from '../hosts/port.ts';

/** A server of our own: PostgreSQL, Redis or etcd, for a sandbox or as a scratch server. */
export interface Server {
  /** Starts it, unless it runs, and waits until it answers. On this machine it outlives this process. */
  start(patience: Pick<WaitOptions, 'timeoutMs' | 'signal'>): Promise<void>;
  /** Clean; killed at the deadline. Nothing running is fine. */
  stop(patience: Pick<WaitOptions, 'timeoutMs' | 'signal'>): Promise<void>;
  running(): Promise<boolean>;
  /** The last lines that it printed. */
  lastWords(lines: number): Promise<string>;
}

/** A host of a cluster, as servers of our own run there. */
export interface ServerHost {
  readonly host: Host;
  /** The number of the user that we are there. */
  readonly user: number;
}

export interface ServerLocation {
  /** Everything of the server is kept here: data, log, pid file. */
  readonly folder: string;
  readonly port: number;
  /** Where it runs, if that is not this machine: such a server ends with this process. */
  readonly there?: ServerHost;
  /** Added to its environment, to be found by. */
  readonly env?: Readonly<Record<string, string>>;
  /** Put before the program, to lower its priority. */
  readonly prefix?: readonly string[];
  /** Put directly before it: ties its life to ours (`lifeTie`). Without it, it outlives this process. */
  readonly tie?: readonly string[];
}
