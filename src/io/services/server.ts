import type { WaitOptions } from '../../lib/wait.ts';

/** A server of our own: PostgreSQL, Redis or etcd, for a sandbox or as a scratch server. */
export interface Server {
  /** Starts it, unless it runs, and waits until it answers. It outlives this process. */
  start(patience: Pick<WaitOptions, 'timeoutMs' | 'signal'>): Promise<void>;
  /** Clean; killed at the deadline. Nothing running is fine. */
  stop(patience: Pick<WaitOptions, 'timeoutMs' | 'signal'>): Promise<void>;
  running(): Promise<boolean>;
}

export interface ServerLocation {
  /** Everything of the server is kept here: data, log, pid file. */
  readonly folder: string;
  readonly port: number;
  /** Added to its environment, to be found by. */
  readonly env?: Readonly<Record<string, string>>;
  /** Put before the program, to lower its priority. */
  readonly prefix?: readonly string[];
  /** Put directly before it: ties its life to ours (`lifeTie`). Without it, it outlives this process. */
  readonly tie?: readonly string[];
}
