import type { HookEvent } from '../cluster/hook-events.ts';
import type { Failure, FinalState } from './event.ts';

/** Something in a run that others are told of, by its permanent name. */
export interface Moment {
  readonly event: HookEvent;
  /** Of the journal's event that it came with. */
  readonly seq: number;
  readonly at: string;
  /** Index of the hop. */
  readonly hop?: number;
  /** The title of the phase that begins. */
  readonly phase?: string;
  readonly who?: string;
  readonly why?: string;
  /** The first step that failed. */
  readonly failure?: Failure & { readonly step: string };
  readonly state?: FinalState;
}

/** A moment before it is known when it was. */
export type Happened = Omit<Moment, 'seq' | 'at'>;
