import type { EnvironmentName } from '../../core/cluster/environment-name.ts';
import type { WaitOptions } from '../../lib/wait.ts';
import type { HttpAnswer, NetAddress } from '../hosts/network-port.ts';

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
  /** It runs, and what was done for its stop is not all undone: its start, or its stop, was cut. */
  readonly isHalf?: boolean;
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

/** What is asked of an address at which several processes may listen. */
export interface AddressQuestion {
  readonly address: NetAddress;
  readonly path: string;
  readonly tls: boolean;
  readonly timeoutMs: number;
}

type Patience = Pick<WaitOptions, 'timeoutMs' | 'signal'>;

/** How a program is started to wait for its service's start. */
export interface ParkRequest extends Patience {
  /** The environment that the service will be switched to. */
  readonly environment: string;
  /** A file that it reads from a copy, because it will have the copy's content when it goes on. */
  readonly instead?: { readonly path: string; readonly copy: string } | undefined;
  /** Modules that it would import only once it serves. */
  readonly imports: readonly string[];
  /** The distribution whose version it tells. */
  readonly distribution: string;
  /** Seconds after which it ends by itself, where nobody has let it go on. */
  readonly patience: number;
}

/** A program that waits: everything is imported, its configuration is read, and nobody can have noticed it. */
export interface ParkedProgram {
  readonly environment: string;
  /** Empty where that environment has no such distribution. */
  readonly version: string;
  /** SHA-256 of its configuration, and of what it has read since, by path. */
  readonly read: Readonly<Record<string, string>>;
}

/** What became of a start; `why`: a program was parked for it, and could not be used. */
export interface Started {
  readonly parked: boolean;
  readonly why?: string;
}

/** How a program is started that serves beside its service. */
export interface StandInRequest {
  readonly environment: string;
  /** The file that its service is given, and what the stand-in reads instead. It may hold secrets. */
  readonly config: string;
  readonly text: string;
  /** The folder of its sockets; a relative one counts from the working folder. */
  readonly sockets: string;
}

/** A program that serves at the addresses of its service, beside it or in its place, until it is ended. */
export interface StandInDoor {
  /**
   * Starts it and returns at once; one that runs from that environment is left as it is, any other is ended first.
   * @throws BaiupError `service.no-stand-in` where the service is not given that file
   */
  start(request: StandInRequest): Promise<void>;
  /** The environment that it runs from; undefined where none runs. */
  runs(): Promise<string | undefined>;
  /** Signals it and waits until nothing of it is left, also of its files; it is killed at the deadline. */
  end(signal: StopSignal, patience: Patience): Promise<{ readonly killed: boolean }>;
}

/** Who serves: the service itself, or what stands in for it. */
export type Serving = 'service' | 'stand-in';

/** A service that can be changed; every verb is idempotent. */
export interface Service extends ServiceReader {
  /**
   * Starts it and returns at once; readiness is the component's own business. A program that is parked for just this start
   * goes on; any other is ended first.
   */
  start(): Promise<Started>;
  /**
   * Starts the program of another environment beside the one that serves, up to where it would serve.
   * @throws BaiupError `service.not-parked`, and nothing of it is left
   */
  park(request: ParkRequest): Promise<ParkedProgram>;
  /** The program that waits for its start; undefined where none does. */
  parked(): Promise<ParkedProgram | undefined>;
  /** Ends it. */
  unpark(): Promise<void>;
  /** Absent where nothing can stand in for it. */
  readonly standIn?: StandInDoor;
  /**
   * Asks an address until it is this very process that answers, of all that listen there; undefined where it does not
   * within `timeoutMs`.
   */
  answer?(who: Serving, question: AddressQuestion): Promise<HttpAnswer | undefined>;
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
