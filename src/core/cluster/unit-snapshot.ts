/** A unit that would start a service while it is stopped, or that runs from the same environment beside it. */
export interface Starter {
  readonly unit: string;
  readonly why: string;
}

/** A file by which baiup holds a unit while a run has it stopped; it goes when the run starts the unit again. */
export interface HeldUnit {
  readonly file: string;
  /** As it is typed, with its id; undefined where that is not known. */
  readonly run: string | undefined;
  /** Units that were stopped with it. */
  readonly stopped: readonly string[];
  /** Whether nothing can start it; else it was let go, but what was stopped with it not yet started. */
  readonly isHeld: boolean;
}

/** The unit of systemd that a member is, as its host has it. */
export interface UnitSnapshot {
  /** With its ending. */
  readonly unit: string;
  /** `enabled`, `disabled`, `static`, `masked`, …; empty where systemd does not say. */
  readonly enabled: string;
  /** Its files were changed since systemd read them. */
  readonly isOutdated: boolean;
  /** `SIGTERM`, `SIGINT` …: what it is asked to end by, unless baiup stops it. */
  readonly killSignal: string;
  /** Seconds until systemd kills it; undefined where it waits without end. */
  readonly stopSeconds: number | undefined;
  /** What would start it during a stop, at work now: it is stopped with it. */
  readonly starters: readonly Starter[];
  /** Units beside it that start from the path by which it names its environment, and are no member and not stopped with it. */
  readonly samePath?: readonly string[];
  readonly held?: HeldUnit;
  /** What no other unit can give to its program, so that none may wait parked for its start, or serve beside it. */
  readonly bound?: { readonly parked?: string; readonly beside?: string };
}

/** A program of Backend.AI that runs in somebody's session, beside the units that should run it. */
export interface ManualProcess {
  readonly pid: number;
  readonly component: string;
  /** As it calls itself. */
  readonly title: string;
  /** The number of its user. */
  readonly user: number;
}
