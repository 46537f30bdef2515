import type { z } from 'zod';
import type { Settled } from '../../core/run/lost-session.ts';
import type { StepContext } from './context.ts';

/** What a probe finds: nothing done, all done, or something in between that apply must first put right. */
export type Probed = 'todo' | 'done' | 'half';

/** This step cannot be undone, and why; the plan shows its point of no return here. */
export interface Irreversible {
  readonly irreversible: string;
}
export function irreversible(reason: string): Irreversible {
  return { irreversible: reason };
}

type Effect<P> = (params: P, context: StepContext) => Promise<void>;

/** The cluster's database and its etcd, as `Step.data` names them. */
export const clusterData = 'cluster';

/** Undo of a step that only looks, or that leaves beside the cluster what the cluster never sees. */
export const nothingToUndo = async (): Promise<void> => undefined;

/**
 * One thing that an upgrade does, as a plain object. Everything it needs is in `params` (JSON, no secrets) and in
 * the context, which in a rehearsal holds copies.
 *
 * Laws, tested over every step: params survive JSON; probe after apply says `done` (unless `transient`); apply twice
 * equals once; undo may be called after a half-done apply, and twice.
 */
export interface Step<P> {
  readonly kind: string;
  readonly params: z.ZodType<P>;
  readonly title: (params: P) => string;
  /** Seconds, for the plan; a rehearsal replaces it. */
  readonly estimate: number;
  /** `attempted`: an earlier process began to apply it and ended without a result. */
  readonly probe: (params: P, context: StepContext, attempted: boolean) => Promise<Probed>;
  /** @returns a small JSON document for the journal, if there is anything to tell */
  readonly apply: (params: P, context: StepContext, probed: Probed) => Promise<unknown>;
  readonly verify: Effect<P>;
  /** @returns a small JSON document for the journal, if there is anything to tell */
  readonly undo: ((params: P, context: StepContext) => Promise<unknown>) | Irreversible;
  /**
   * Checked once everything is undone, because an undo (an old agent starting) may need the rest of the way back first
   * (its manager). If the effect is missing, now or at a later rollback, the undo is carried out again. Steps on data
   * have none: what is restored once stays restored.
   */
  readonly afterUndo?: Effect<P>;
  /**
   * Called before anything is undone, while the newer release still runs: says which sessions its undo gives up, and
   * ends them. It may be called again.
   */
  readonly givesUp?: (params: P, context: StepContext) => Promise<Settled | undefined>;
  /** Called once all is back: puts right what its undo made of sessions. It may be called again. */
  readonly settles?: (params: P, context: StepContext) => Promise<Settled | undefined>;
  /** When several hops are undone at once, of undos with the same key only the earliest hop's runs. */
  readonly undoKey?: (params: P) => string;
  /**
   * From when on it only asks or waits, perhaps for what another step begins, and takes no room of the limits (`throughout`:
   * once its beginning is written): how many
   * are asked at once is bounded where they are asked.
   */
  readonly waits?: 'throughout' | 'once-applied';
  /** It may wait for long before anything is stopped: it is cut, and done again later, when somebody asks for a stop. */
  readonly stopsWhenAsked?: true;
  /** The one member that it concerns: what cannot be undone there holds up nobody else. */
  readonly member?: (params: P) => string;
  /** The data that it changes: `clusterData`, or the id of the member whose own database it is. */
  readonly data?: (params: P) => string;
  /** What remains wrong while it is not undone: "agent a2 does not run 24.03.11". */
  readonly notUndone?: (params: P) => string;
  /**
   * Whether its captured file in the run's folder is there and whole. If a damaged journal cannot tell what began,
   * steps that need this file cannot have begun without it.
   */
  readonly isKept?: (params: P, context: StepContext) => Promise<boolean>;
  /** Its effect lives in this process only (a program warmed up): done again when a run is resumed. */
  readonly transient?: true;
  /** What the operator is asked to do: carried out only once the journal holds the approval (`approval.given`). */
  readonly asks?: (params: P) => string;
  /** Whether there is anything to ask by now; there is unless told. */
  readonly asksIf?: (params: P, context: StepContext) => Promise<boolean>;
  /** How it bears on the service, for the measure of downtime. */
  readonly service?: 'stopping' | 'starting';
}

/** Any step; its params are checked by its own schema before they reach it. */
// biome-ignore lint/suspicious/noExplicitAny: steps differ in their params, which `params` parses
export type AnyStep = Step<any>;
