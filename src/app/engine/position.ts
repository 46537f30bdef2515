import type { RunEvent } from '../../core/run/event.ts';

/** Where a run stands, step by step, as far as going on or back needs to know. */
export interface Position {
  /** Finished and not undone since. */
  readonly done: ReadonlySet<string>;
  /** Begun (finished or not) and not undone since. */
  readonly touched: ReadonlySet<string>;
  /** Steps that have been asked about, and those of them that have their operator's word, or had it beforehand. */
  readonly asked: ReadonlySet<string>;
  readonly approved: ReadonlySet<string>;
  /** An undo that has begun and whose run has not ended: it must be ended before anything else. */
  readonly undoing: { readonly why: 'failure' | 'rollback'; readonly hops: readonly number[] } | undefined;
}

/** Reads a run's position from its events. */
export function positionOf(events: readonly RunEvent[]): Position {
  const done = new Set<string>();
  const touched = new Set<string>();
  const asked = new Set<string>();
  const approved = new Set<string>();
  let undoing: Position['undoing'];
  for (const event of events) {
    switch (event.kind) {
      case 'approval.asked':
        asked.add(event.step);
        break;
      case 'approval.given':
        approved.add(event.step);
        break;
      case 'step.started':
        touched.add(event.step);
        break;
      case 'step.finished':
        done.add(event.step);
        break;
      case 'step.undone':
        done.delete(event.step);
        touched.delete(event.step);
        break;
      case 'undo.started':
        undoing = { why: event.why, hops: event.hops };
        break;
      case 'run.finished':
        undoing = undefined;
        break;
      default:
        break;
    }
  }
  return { done, touched, asked, approved, undoing };
}
