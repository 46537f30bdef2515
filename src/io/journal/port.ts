import type { Plan } from '../../core/plan/plan.ts';
import type { RunEvent, RunFact } from '../../core/run/event.ts';

/** What is kept of a run, for those who look at it. */
export interface RunReader {
  readonly id: string;
  /** Absolute, mode 0700: what the run keeps (dumps, evidence). */
  readonly folder: string;
  /**
   * What happened, in order, from the event after this one on: all unless told. A reader that is asked again reads only
   * what is new, so whoever follows a run asks again and again, also for one that another process drives.
   * @throws BaiupError `run.unreadable`
   */
  events(afterSeq?: number): Promise<readonly RunEvent[]>;
}

/** A run's record: its plan, its events, and the way to add to them. */
export interface RunRecord extends RunReader {
  readonly plan: Plan;
  /**
   * Kept on disk before it returns. Those that are in flight at once keep the order of their calls and are written
   * together; one that cannot be written fails all that wait with it, and leaves the journal as it was before them.
   * @throws BaiupError `run.not-written`, `run.unreadable`
   */
  append(fact: RunFact): Promise<RunEvent>;
  /** Removes a run that never began. */
  discard(): Promise<void>;
  /**
   * Makes this process the run's only driver until `release`.
   * @throws BaiupError `run.driven-elsewhere` when another living process drives it.
   */
  claim(): Promise<{ release(): Promise<void> }>;
}

export interface Journal {
  create(plan: Plan): Promise<RunRecord>;
  /**
   * To look at a run, also at one whose plan another version of baiup wrote.
   * @throws BaiupError `run.unknown`
   */
  reader(id: string): Promise<RunReader>;
  /** @throws BaiupError `run.unknown`, `run.unreadable` */
  open(id: string): Promise<RunRecord>;
  /** Ids, oldest first. */
  list(): Promise<readonly string[]>;
}
