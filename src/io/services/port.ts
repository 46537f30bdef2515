import type { EnvironmentName } from '../../core/cluster/environment-name.ts';
import type { WaitOptions } from '../../lib/wait.ts';

export type StopSignal = 'SIGINT' | 'SIGTERM';

export interface ServiceLife {
  /** Milliseconds since its last start. */
  readonly upMs: number;
  /** How often it has ended by itself and was started again for that, since it was last started on request. */
  readonly restarts: number;
  /** It is on its way up or down. */
  readonly turns: boolean;
}

export interface ServiceState {
  readonly active: boolean;
  /** What its manager knows of its life; nothing of a plain process. */
  readonly life?: ServiceLife;
  readonly pid?: number;
  /** The virtual environment that the service runs from, absolute. */
  readonly environment: string;
  /** Of a service that names a path, which stays when its environment becomes another. */
  readonly named?: EnvironmentName;
}

/** What a service starts, from whichever environment. */
export interface ServiceProgram {
  /** What its environment's Python is given: `-m`, a module, and what the module is told. */
  readonly arguments: readonly string[];
  /** The folder that it is started in. */
  readonly cwd: string;
  /** Its variables beside the usual ones. They may hold secrets. */
  readonly variables: Readonly<Record<string, string>>;
  /** The name or number of the account that it runs as; us unless told. */
  readonly user?: string;
}

/** A service that can only be looked at. */
export interface ServiceReader {
  /** @throws BaiupError `service.unknown` where no such service is described. */
  state(): Promise<ServiceState>;
  /** What it will start next. */
  program(): Promise<ServiceProgram>;
  /** The last lines of its log; of a unit only those since a moment, where one is told. */
  logTail(lines: number, since?: Date): Promise<string>;
}

type Patience = Pick<WaitOptions, 'timeoutMs' | 'signal'>;

/** A service that can be changed; every verb is idempotent. */
export interface Service extends ServiceReader {
  /** Starts it and returns at once; readiness is the component's own business. */
  start(): Promise<void>;
  /** Signals the whole process group and waits until nothing of it is left; the group is killed at the deadline. */
  stop(signal: StopSignal, patience: Patience): Promise<{ readonly killed: boolean }>;
  /**
   * While it runs: makes sure that its environment can be switched by one rename. A folder that its path names goes to
   * `keep`, and the path stays.
   * @returns false where that has to wait for the switch, because there is a moment without that path
   */
  linkEnvironment(keep: string): Promise<boolean>;
  /** Takes away what `linkEnvironment` has prepared for the switch. */
  forgetLink(keep: string): Promise<void>;
  /**
   * Lets the service run from another virtual environment at its next start.
   * @param keep where a folder that its path names goes, if that has waited for this
   */
  switchEnvironment(environment: string, keep: string): Promise<void>;
}
