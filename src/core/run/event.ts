import type { Prediction } from '../plan/prediction.ts';

/** Facts about a run, in the past tense. One journal holds them all; everything shown is computed from them. */
export type RunEvent = { readonly seq: number; readonly at: string; readonly run: string } & RunFact;

interface StepFact {
  readonly step: string;
  readonly hop: number;
  readonly title: string;
}

/** `approve`: the command, after the run asked. `accept`: by the rule's name. `yes`: with all that is optional. */
export type ApprovalWay = 'approve' | 'accept' | 'yes';

/** What went wrong, as kept in the journal (never a secret, never a stack trace). */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

export type RunFact =
  | {
      readonly kind: 'run.started';
      readonly plan: string;
      readonly cluster: string;
      readonly from: string;
      readonly to: string;
      readonly hops: readonly { readonly from: string; readonly to: string; readonly kind: string }[];
      readonly predicted: number;
      /** What was foreseen of each hop when it began. */
      readonly foreseen?: Pick<Prediction, 'predictedRange' | 'hops'>;
      /** Seconds agreed for it, and those that going back may take. */
      readonly window?: { readonly seconds: number; readonly wayBack: number };
      readonly who: string;
      readonly accepted: readonly string[];
      /** How many entries of the changelog the plan had its operator read. */
      readonly changesRead?: number;
      /** When the rehearsal was that the prediction comes from, ISO 8601; absent where there was none. */
      readonly rehearsed?: string;
      /** The operator left rehearsals aside. */
      readonly noRehearsal?: boolean;
    }
  | { readonly kind: 'run.resumed'; readonly who: string }
  | ({ readonly kind: 'step.started'; readonly service?: 'stopping' | 'starting' | undefined } & StepFact)
  | ({ readonly kind: 'approval.asked'; readonly how: string } & StepFact)
  | ({ readonly kind: 'approval.given'; readonly who: string; readonly by: ApprovalWay } & StepFact)
  | ({ readonly kind: 'step.probed'; readonly state: 'todo' | 'done' | 'half' } & StepFact)
  | ({
      readonly kind: 'step.finished';
      readonly seconds: number;
      readonly service?: 'stopping' | 'starting' | undefined;
      readonly result?: unknown;
    } & StepFact)
  | ({ readonly kind: 'step.failed'; readonly seconds: number; readonly failure: Failure } & StepFact)
  | { readonly kind: 'hop.finished'; readonly hop: number }
  /** Going back from now on ends after the window. */
  | { readonly kind: 'window.turn-passed'; readonly hop: number }
  /** What is left does not fit into what is left of the window: the run stops between two hops. */
  | {
      readonly kind: 'window.too-short';
      readonly hop: number;
      readonly needed: number;
      readonly left: number;
    }
  | { readonly kind: 'evidence.kept'; readonly folder: string; readonly files: readonly string[] }
  | {
      readonly kind: 'undo.started';
      readonly why: 'failure' | 'rollback';
      readonly hops: readonly number[];
      readonly who: string;
    }
  | ({ readonly kind: 'step.undoing' } & StepFact)
  | ({ readonly kind: 'step.undone'; readonly seconds: number } & StepFact)
  | ({ readonly kind: 'step.undo-failed'; readonly seconds: number; readonly failure: Failure } & StepFact)
  | { readonly kind: 'undo.finished'; readonly seconds: number }
  | { readonly kind: 'run.stopped' }
  | { readonly kind: 'run.finished'; readonly state: FinalState };

/**
 * `done`: the target runs. `failed`: not upgraded, the cluster is as it was before the hop that failed.
 * `rolled-back`: as it was before the run. `broken`: an undo failed too; `show` says what is left to do by hand.
 */
export type FinalState = 'done' | 'failed' | 'rolled-back' | 'broken';
export type RunState = FinalState | 'running' | 'undoing' | 'stopped';
