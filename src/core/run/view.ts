import type { DowntimePart } from '../plan/downtime-part.ts';
import type { Asked } from './asked.ts';
import type { Failure, LeftUndone, RunState, UndoReason } from './event.ts';
import type { Settled } from './lost-session.ts';
import type { Untold } from './untold.ts';

export interface StepView {
  readonly step: string;
  readonly hop: number;
  readonly title: string;
  readonly state:
    | 'waiting'
    | 'approved'
    | 'running'
    | 'done'
    | 'failed'
    | 'undoing'
    | 'undone'
    | 'undo-failed'
    | 'undo-lost';
  /** When the last attempt (or its undo) began, ISO 8601. */
  readonly started?: string | undefined;
  /** Seconds that the last attempt (or its undo) took. */
  readonly seconds?: number | undefined;
  /** What its operator is asked to do, while it waits for the approval. */
  readonly how?: string | undefined;
  readonly failure?: Failure | undefined;
  readonly result?: unknown;
  /** Whether it stops or starts a service, and whose. */
  readonly service?: 'stopping' | 'starting' | undefined;
  readonly member?: string | undefined;
  /** Whether it turns an agent in a wave, which is no downtime. */
  readonly inWave?: true | undefined;
  /** Whether something stands in for its member meanwhile, which is no downtime either. */
  readonly beside?: true | undefined;
}

/** A part of a hop's downtime, along the chain that it was foreseen to take and along the one that it took. */
export interface PartView {
  readonly part: DowntimePart;
  readonly predicted?: number | undefined;
  readonly actual?: number | undefined;
}

export interface HopView {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly state: 'todo' | 'running' | 'done' | 'failed' | 'undone';
  /**
   * Seconds from the first stop asked for to the last service answering again, of the new release or, where the hop
   * did not end well, of the old one; undefined while services are down.
   */
  readonly downtime?: number | undefined;
  /** Seconds that were foreseen. */
  readonly predicted?: number | undefined;
  readonly predictedRange?: readonly [number, number] | undefined;
  readonly parts?: readonly PartView[] | undefined;
}

/** The time agreed for a run, as it goes. */
export interface WindowView {
  readonly seconds: number;
  /** Seconds that going back may take. */
  readonly wayBack: number;
  /** ISO 8601: when its first member was stopped or began to turn, and the last moment to turn round; once it has begun. */
  readonly began?: string | undefined;
  readonly turnRoundBy?: string | undefined;
  /** Whether that moment passed while services were stopped. */
  readonly turnPassed?: true | undefined;
}

/** An agent that keeps its release for now, and why. */
export interface PostponedView {
  readonly member: string;
  readonly host: string;
  readonly why: Failure;
  /** What is so because it was not taken back to its old release. */
  readonly left?: string | undefined;
}

/** A wave that failed and was taken back; waves before it keep the new release. */
export interface StoppedWave {
  readonly name: string;
  /** Those that failed. */
  readonly members: readonly string[];
  readonly why: Failure;
  /** What was not taken back, once the rest is. */
  readonly left?: readonly LeftUndone[] | undefined;
}

/** A run as anyone sees it. */
export interface RunView {
  readonly run: string;
  readonly plan: string;
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
  /** user@host of who began it, or went on with it last. */
  readonly who: string;
  readonly state: RunState;
  readonly started: string;
  readonly ended?: string | undefined;
  readonly hops: readonly HopView[];
  readonly steps: readonly StepView[];
  readonly downtime: {
    readonly predicted: number;
    readonly predictedRange?: readonly [number, number] | undefined;
    /** Seconds of all hops so far. */
    readonly actual?: number | undefined;
    /** Seconds that going back took later, of hops that had ended well. */
    readonly back?: number | undefined;
    /** When the first of the services stopped that are down, ISO 8601; absent while all are up. */
    readonly since?: string | undefined;
  };
  readonly window?: WindowView | undefined;
  readonly failure?: (Failure & { readonly step: string }) | undefined;
  /** Why it goes back, or went back: the failure, or who gave up the hop or the run. */
  readonly goingBack?: UndoReason | undefined;
  /** What going back has left, where the run is `broken`. */
  readonly left?: readonly LeftUndone[] | undefined;
  /** Agents that keep their release for now. */
  readonly postponed?: readonly PostponedView[] | undefined;
  /** The wave that stopped it; undefined once it goes on. */
  readonly stoppedWave?: StoppedWave | undefined;
  /** Who had what it keeps removed, since when (ISO 8601), and the bytes that this has freed so far: it cannot go back. */
  readonly forgotten?: { readonly who: string; readonly at: string; readonly freed: number } | undefined;
  /** Who had it stop, or go back, and why; undefined once it goes on. */
  readonly asked?: Omit<Asked, 'untilStop'> | undefined;
  readonly evidence?: string | undefined;
  /** What was wrong with its journal, which was begun anew: only going back is left to the run. */
  readonly salvaged?: string | undefined;
  /** Sessions that going back gave up, and those that it found ended, once it has told of them. */
  readonly sessions?: Settled | undefined;
  /** What hooks were not told of. */
  readonly untold?: readonly Untold[] | undefined;
}
