import type { Plan } from '../../core/plan/plan.ts';
import type { Receipt } from '../../core/plan/receipt.ts';
import type { RunEvent } from '../../core/run/event.ts';
import type { RunView } from '../../core/run/view.ts';
import type { ShownState } from './wire.ts';

/** A file that was kept when a step failed: its last lines. */
export interface ReportEvidence {
  readonly step: string;
  readonly file: string;
  readonly tail: string;
}

/** Something that was installed or kept, by its hash. */
export interface ReportHash {
  /** "wheel", "dump" */
  readonly what: string;
  readonly name: string;
  readonly sha256: string;
}

/** All that a report shows. Its texts are harmless: nothing in them is hidden. */
export interface ReportData {
  readonly kind: 'run' | 'plan';
  /** When the report was made, ISO 8601. */
  readonly made: string;
  /** Version of baiup. */
  readonly baiup: string;
  /** Null where it is lost. */
  readonly plan: Plan | null;
  readonly receipt: Receipt | null;
  /** Null for a plan, and for a run of which nothing can be believed. */
  readonly view: RunView | null;
  readonly state: ShownState | null;
  /** The run's id, unique in the world. */
  readonly id: string | null;
  readonly events: readonly RunEvent[];
  /** The document of `baiup show RUN --format json`. */
  readonly document: Readonly<Record<string, unknown>> | null;
  readonly evidence: readonly ReportEvidence[];
  readonly hashes: readonly ReportHash[];
  /** How far the journal goes, and who has signed it. */
  readonly seal: {
    readonly events: number;
    readonly last: string;
    readonly state: 'whole' | 'open' | 'damaged';
    /** What is wrong with it, or why nobody can tell its end. */
    readonly why: readonly string[];
    readonly signedBy: string | null;
  } | null;
}
