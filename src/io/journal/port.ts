import type { Plan } from '../../core/plan/plan.ts';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import type { Damage } from './damage.ts';
import type { KeptFiles } from './kept-files.ts';
import type { Request } from './request.ts';

export interface Examined {
  /** Of a damaged journal those that can be believed: others may be missing before, between and after them. */
  readonly events: readonly RunEvent[];
  readonly damage?: Damage;
}

/** A process that says that it drives a run. */
export interface Driver {
  /** user@host of its operator. */
  readonly who: string;
  readonly host: string;
  readonly pid: number;
  /** ISO 8601, UTC. */
  readonly since: string;
  /**
   * `alive`: it is seen on this machine. `alive-elsewhere`: it gives signs of life on another. `dead`: it is seen to have
   * ended, or its signs of life have. `elsewhere`: nobody can tell from here.
   */
  readonly life: 'alive' | 'alive-elsewhere' | 'dead' | 'elsewhere';
}

/** What other processes ask of whoever drives a run: one of a kind, the latest counts. */
export interface RunRequests {
  make(request: Request): Promise<void>;
  /** Asked several times a second: mostly there are none. What cannot be understood is none. */
  read(): Promise<readonly Request[]>;
  /** It was heard, or is asked no more. */
  remove(what: Request['what']): Promise<void>;
  removeAll(): Promise<void>;
}

/** `cluster`: where it was when the run began, without secrets. `signature`: who has signed the journal. */
export type RunText = 'cluster' | 'signature';

/** Texts beside a journal, each written as a whole, for whoever goes on with the run or looks at it. */
export interface RunTexts {
  /** @returns undefined where there is none */
  read(name: RunText): Promise<string | undefined>;
  write(name: RunText, text: string): Promise<void>;
  /** Where an operator finds it. */
  where(name: RunText): string;
}

/** What is kept of a run, for those who look at it. */
export interface RunReader {
  /** Short, for typing: `r-1`. Another operator may have a run of the same name. */
  readonly name: string;
  /** Unique in the world; the name in a run of a version that knew no such ids. */
  readonly id: string;
  /** When it was made, ISO 8601; undefined where that is lost. */
  readonly made: string | undefined;
  /** Absolute, mode 0700, on this machine: what the run keeps (dumps, captures, evidence). */
  readonly folder: string;
  /**
   * What happened, in order, from the event after this one on: all unless told. A reader that is asked again reads only
   * what is new, so whoever follows a run asks again and again, also for one that another process drives.
   * @throws BaiupError `run.damaged`, `run.unreadable` (another version wrote it)
   */
  events(afterSeq?: number): Promise<readonly RunEvent[]>;
  /** What a journal holds, however damaged it is. */
  examine(): Promise<Examined>;
  /** The journal as it was written, a line for each event with its hash; empty where there is none. */
  text(): Promise<string>;
  readonly texts: RunTexts;
  readonly requests: RunRequests;
  /** Whether it is kept still: somebody may have removed it. */
  isThere(): Promise<boolean>;
  /**
   * Until it is worth to look again: so many milliseconds, or more where each look costs others something. All who wait
   * on one store go on together, so that one look serves them all.
   */
  lookAgain(everyMs: number, signal?: AbortSignal): Promise<void>;
  /** Names of all that lies in its folder, sorted. */
  names(): Promise<readonly string[]>;
  /** What it keeps in files of another machine, and not in its folder here; undefined where nothing is missing. */
  missingFiles(): Promise<KeptFiles | undefined>;
  /** Who drives it, or who drove it and ended without a message; undefined if the last driver gave it back. */
  driver(): Promise<Driver | undefined>;
  /** Takes the run from a driver that cannot be seen from here; one that is seen to live stays. */
  disown(): Promise<void>;
}

/** A run's record: its plan, its events, and the way to add to them. */
export interface RunRecord extends RunReader {
  readonly plan: Plan;
  /**
   * Kept on disk before it returns. Those that are in flight at once keep the order of their calls and are written
   * together; one that cannot be written fails all that wait with it, and leaves the journal as it was before them.
   * @throws BaiupError `run.not-written`, `run.damaged`, `run.unreadable`
   */
  append(fact: RunFact): Promise<RunEvent>;
  /**
   * Begins a damaged journal anew; the damaged one is kept beside it. All or nothing.
   * @param facts what it holds then, by the name that the damaged one is kept under; now, unless they say when
   * @throws BaiupError `run.unreadable` for one that another version of baiup wrote
   */
  salvage(facts: (kept: string) => readonly (RunFact & { readonly at?: string })[]): Promise<void>;
  /** Removes a run that never began. */
  discard(): Promise<void>;
  /**
   * Makes this process the run's only driver until `release`: nobody else can, in this process neither.
   * @param who user@host of the operator
   * @throws BaiupError `run.driven-elsewhere` where another drives it that is not known to be dead
   */
  claim(who: string): Promise<{ release(): Promise<void> }>;
}

export interface Journal {
  create(plan: Plan): Promise<RunRecord>;
  /**
   * To look at a run, also at one whose plan is lost.
   * @param typed its name, its id, or as much of the id as no other run's begins with
   * @throws BaiupError `run.unknown`, `run.ambiguous`
   */
  reader(typed: string): Promise<RunReader>;
  /** @throws BaiupError `run.unknown`, `run.ambiguous`, `run.plan-damaged`, `run.unreadable` */
  open(typed: string): Promise<RunRecord>;
  /** Names, oldest first. */
  list(): Promise<readonly string[]>;
}
