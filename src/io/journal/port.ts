import type { Plan } from '../../core/plan/plan.ts';
import type { RunEvent, RunFact } from '../../core/run/event.ts';

/** One run's record: its plan, its events, and a folder for what it keeps (dumps, evidence). */
export interface RunRecord {
  readonly id: string;
  /** Absolute, mode 0700. */
  readonly folder: string;
  readonly plan: Plan;
  events(): Promise<readonly RunEvent[]>;
  /** Kept on disk before it returns. */
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
   * What happened in a run, also in one whose plan another version of baiup wrote.
   * @throws BaiupError `run.unknown`, `run.unreadable`
   */
  events(id: string): Promise<readonly RunEvent[]>;
  /** @throws BaiupError `run.unknown`, `run.unreadable` */
  open(id: string): Promise<RunRecord>;
  /** Ids, oldest first. */
  list(): Promise<readonly string[]>;
}
