import type { Failure, RunState } from './event.ts';

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
    | 'undo-failed';
  /** When the last attempt (or its undo) began, ISO 8601. */
  readonly started?: string | undefined;
  /** Seconds that the last attempt (or its undo) took. */
  readonly seconds?: number | undefined;
  /** What its operator is asked to do, while it waits for their word. */
  readonly how?: string | undefined;
  readonly failure?: Failure | undefined;
  readonly result?: unknown;
}

export interface HopView {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly state: 'todo' | 'running' | 'done' | 'failed' | 'undone';
  /** Seconds from the first stop asked for to the last service answering again; undefined until both are known. */
  readonly downtime?: number | undefined;
}

/** A run as anyone sees it. */
export interface RunView {
  readonly run: string;
  readonly plan: string;
  readonly cluster: string;
  readonly from: string;
  readonly to: string;
  readonly state: RunState;
  readonly started: string;
  readonly ended?: string | undefined;
  readonly hops: readonly HopView[];
  readonly steps: readonly StepView[];
  readonly downtime: { readonly predicted: number; readonly actual?: number | undefined };
  readonly failure?: (Failure & { readonly step: string }) | undefined;
  readonly evidence?: string | undefined;
}
