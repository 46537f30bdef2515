import type { RunView } from '../../core/run/view.ts';
import type { RunReader } from '../../io/journal/port.ts';
import type {
  DriverLines,
  Me,
  PlanAnswer,
  PlanDocument,
  RunDocument,
  StandingNow,
  StepDocument,
  Task,
} from './wire.ts';

/** A command of baiup's own that is carried out by a process of its own, so that no run hangs on the server. */
export interface TaskOrder {
  readonly what: Task['what'];
  /** The command and its arguments: never a secret. */
  readonly argv: readonly string[];
  /** Who asked for it, as the journal will say. */
  readonly who: string;
  /** The run that it is about, where there is one already. */
  readonly run?: string;
}

/** Begins commands, and knows how the last of them went. */
export interface Tasks {
  begin(order: TaskOrder): Promise<Task>;
  list(): Promise<readonly Task[]>;
}

/** What of a run is told beside its events. */
export interface RunAnswer {
  readonly run: RunDocument;
  readonly view: RunView | null;
  readonly document: unknown;
}

export interface ReportAnswer {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** All that the server serves: the actions and documents of the command line. */
export interface Site {
  /** Name and file of the cluster; null where there is no cluster file. */
  cluster(): Promise<Me['cluster']>;
  status(): Promise<unknown>;
  check(to: string | undefined): Promise<unknown>;
  path(from: string, to: string): Promise<unknown>;
  /** The plan that is served. @throws BaiupError `plan.none` */
  plan(): Promise<PlanAnswer>;
  /** What tells whether that plan is another one now; undefined while there is none. */
  planNow(): Promise<{ readonly file: string; readonly id: string } | undefined>;
  /** Where the next plan goes that is made on the page; once it is there, it is the one that is served. */
  newPlanFile(): Promise<string>;
  /** Plans that were made on pages of this machine, the latest first. */
  plans(): Promise<readonly PlanDocument[]>;
  /** From now on that plan is served. @throws BaiupError `plan.unknown` */
  servePlan(name: string): Promise<PlanDocument>;
  runs(): Promise<readonly RunDocument[]>;
  run(run: string): Promise<RunAnswer>;
  planOf(run: string): Promise<PlanAnswer>;
  /** What going back would lose, as sentences. */
  stake(run: string): Promise<unknown>;
  reader(run: string): Promise<RunReader>;
  /** The last lines that whoever drives a run has said. */
  linesOf(run: RunReader): Promise<DriverLines>;
  /** How a run's state is shown, with whoever drives it. */
  standing(head: Pick<RunView, 'state'> | undefined, driver: StandingNow['driver'] | undefined): StandingNow;
  step(run: string, step: string): Promise<StepDocument>;
  report(run: string, format: 'html' | 'md' | 'json'): Promise<ReportAnswer>;
  /** Asks whoever drives a run. @throws BaiupError `run.not-heard`, `run.going-back` */
  pause(run: string, who: string): Promise<void>;
  abort(run: string, who: string): Promise<void>;
  approve(run: string, who: string): Promise<readonly { readonly step: string; readonly title: string }[]>;
  readonly tasks: Tasks;
  /** The run to show first. */
  readonly first: string | null;
  /** Arguments that name the cluster's file for a command. */
  readonly clusterArguments: readonly string[];
}
