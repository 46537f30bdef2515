import type { Plan } from '../../core/plan/plan.ts';
import type { Receipt } from '../../core/plan/receipt.ts';
import type { RunEvent, RunState } from '../../core/run/event.ts';
import type { DraftSnapshot } from '../../core/run/run-draft.ts';
import type { RunView } from '../../core/run/view.ts';
import type { Finding } from '../../lib/finding.ts';

/** What the server answers and the page reads, as JSON. Times are ISO 8601 in UTC, durations numbers of seconds. */

/** `viewer` looks; `operator` also steers. */
export type Role = 'viewer' | 'operator';

/** `GET /api/me` */
export interface Me {
  readonly user: { readonly name: string; readonly role: Role };
  /** Sent back with every change, as the header `x-baiup-csrf`. */
  readonly csrf: string;
  /** Version of baiup. */
  readonly baiup: string;
  /** The server's clock, for countdowns. */
  readonly now: string;
  /** Name of the cluster that is served, and its file; null where there is no cluster file. */
  readonly cluster: { readonly name: string; readonly file: string } | null;
  /** Whether a plan is served. */
  readonly hasPlan: boolean;
  /** The run to show first, where the server was started for one (`apply --serve`). */
  readonly run: string | null;
}

/** Every answer that is no success. `code` is permanent and dotted. */
export interface ErrorAnswer {
  readonly error: {
    readonly code: string;
    readonly message: string;
    /** What to do next. */
    readonly hint?: string;
    /** The state things are in now. */
    readonly left?: string;
    readonly findings?: readonly Finding[];
    /** Of `auth.needed`: whether one logs in by name, or opens the address that the server prints. */
    readonly how?: 'login' | 'address';
  };
}

export interface DriverDocument {
  readonly who: string;
  readonly host: string;
  readonly pid: number;
  readonly since: string;
  readonly life: 'alive' | 'alive-elsewhere' | 'dead' | 'elsewhere';
}

/** A run's state as it is shown: `cut` where its journal says that it goes on, but nobody drives it. */
export type ShownState = RunState | 'cut' | 'damaged';

/** One of `GET /api/runs`, oldest first: the same document as `baiup runs --format json`. */
export interface RunDocument {
  readonly run: string;
  readonly id: string;
  readonly cluster: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly state: ShownState;
  readonly who: string | null;
  readonly driver: DriverDocument | null;
  readonly started: string | null;
  readonly ended: string | null;
  readonly downtime: RunView['downtime'] | null;
  /** Of a damaged one: what is wrong. */
  readonly damage?: string;
}

/** One of `GET /api/plans`: a plan that was made on a page, the latest first. */
export interface PlanDocument {
  readonly name: string;
  readonly id: string;
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
  readonly made: string;
  /** The run that has carried it out. */
  readonly run: string | null;
}

/** `GET /api/plan`, and `GET /api/runs/RUN/plan`, whose `rehearsed` is what its run began with. */
export interface PlanAnswer {
  /** The file that is served; null for a run's. */
  readonly file: string | null;
  readonly plan: Plan;
  readonly receipt: Receipt | null;
}

/** Something that the server was asked to do and that takes its time, such as driving a run. */
export interface Task {
  readonly id: string;
  readonly what: 'apply' | 'resume' | 'rollback' | 'abort' | 'plan' | 'rehearse';
  readonly who: string;
  readonly started: string;
  readonly state: 'going' | 'done' | 'failed';
  /** The run that it drives, once that is known. */
  readonly run: string | null;
  /** Why it failed. */
  readonly error: ErrorAnswer['error'] | null;
  /** The last lines that it said, as text without escape codes. */
  readonly lines: readonly string[];
}

/** `event: snapshot` of the stream: all of a run so far. */
export interface Snapshot {
  readonly run: string;
  /** The last event that is in it. */
  readonly seq: number;
  /** For `draftOf` of `core/run/reduce.ts`, then `advanceRun` with each event, and `runView`. */
  readonly draft: DraftSnapshot;
}

/** `event: events`: what happened since, in order, without gaps. */
export type Delta = readonly RunEvent[];

/** `event: standing`: what is no event of the journal: who drives the run, and so whether it was cut. */
export interface StandingNow {
  readonly state: ShownState;
  readonly driver: DriverDocument | null;
}

/** `event: lines`: the last lines that whoever drives the run has said, as text without escape codes. */
export type DriverLines = readonly string[];

/** `event: gone`: the run cannot be followed any more; the stream goes on without it. */
export type Gone = ErrorAnswer;

/** `event: beat`, every five seconds. */
export interface Beat {
  readonly now: string;
}

/** `GET /api/runs/RUN/steps/STEP`: the same document as `baiup logs --format json`, with text made harmless. */
export interface StepDocument {
  readonly run: string;
  readonly step: string;
  readonly events: readonly RunEvent[];
  /** The last lines of each file that was kept when it, or its way back, failed. */
  readonly evidence: readonly { readonly file: string; readonly tail: string }[];
}
