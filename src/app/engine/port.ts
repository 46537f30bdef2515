import type { Asked } from '../../core/run/asked.ts';
import type { RunEvent } from '../../core/run/event.ts';
import type { RunView } from '../../core/run/view.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import type { StepContext } from '../steps/context.ts';
import type { AnyStep } from '../steps/step.ts';

export interface Drive {
  readonly record: RunRecord;
  readonly steps: readonly AnyStep[];
  readonly context: StepContext;
  /** What somebody asks of the run now, looked at before each step begins: the running ones are finished first. */
  readonly asked: () => Asked | undefined;
  /**
   * Whether somebody else may have the cluster by now; asked before each step and undo, and before going back begins.
   * @param always whatever was heard a moment ago
   */
  readonly lost?: (always?: boolean) => Promise<Asked | undefined>;
  readonly onEvent: (event: RunEvent) => void;
  /** Milliseconds that a look at a service, and keeping evidence, take at most; three and ten seconds unless told. */
  readonly patience?: { readonly lookMs: number; readonly evidenceMs: number };
}

/**
 * Carries out a plan whose run has begun, from wherever its journal says it stands. In process for now; a durable
 * engine over several machines comes behind the same two verbs.
 */
export interface Engine {
  /** Goes on until done, failed and undone, given up and undone, or paused. */
  advance(drive: Drive): Promise<RunView>;
  /** Takes the run back to where it began, through all its hops. */
  rollback(drive: Drive): Promise<RunView>;
}
