import type { HookEvent } from '../cluster/hook-events.ts';
import type { Moment } from './moment.ts';

/** What a hook is told: a contract, so fields are added and never renamed. Seconds; times ISO 8601 in UTC. */
export interface Notice {
  readonly version: 1;
  /** The same each time it is sent: who has seen it has nothing to do. */
  readonly id: string;
  readonly event: HookEvent | 'hook.test';
  /** Only of a test: nothing has happened. */
  readonly test?: true;
  readonly at: string;
  readonly cluster: string;
  /** The run's short name, and its id, which is unique in the world. */
  readonly run?: { readonly name: string; readonly id: string };
  readonly from?: string;
  readonly to?: string;
  readonly hop?: { readonly number: number; readonly of: number; readonly from: string; readonly to: string };
  readonly phase?: string;
  readonly window?: { readonly seconds: number; readonly wayBack: number };
  /** Of the hop, or of all hops. */
  readonly downtime?: { readonly predicted: number; readonly predictedRange?: readonly [number, number] };
  readonly state?: Moment['state'];
  readonly who?: string;
  readonly why?: string;
  readonly failure?: Moment['failure'];
  /** All of it in a sentence. */
  readonly text: string;
}
