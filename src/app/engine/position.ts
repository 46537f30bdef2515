import type { RunEvent, UndoReason } from '../../core/run/event.ts';

/** The position of a run, step by step: what is needed to go on or to go back. */
export interface Position {
  /** Finished and not undone since. */
  readonly done: ReadonlySet<string>;
  /** Begun (finished or not) and not undone since, or undone in vain. */
  readonly touched: ReadonlySet<string>;
  /** Undone, as far as is known. */
  readonly undone: ReadonlySet<string>;
  /** Those touched that were undone and did not come about. */
  readonly reopened: ReadonlySet<string>;
  /** Hops that were finished, by their index. */
  readonly proven: ReadonlySet<number>;
  /** Manual steps that the run has asked about, and those that were approved, also beforehand. */
  readonly asked: ReadonlySet<string>;
  readonly approved: ReadonlySet<string>;
  /** An undo that began and has not finished: it must finish before anything else. */
  readonly undoing: { readonly why: UndoReason; readonly hops: readonly number[] } | undefined;
  /** Agents that keep their release for now, with the code of why. */
  readonly postponed: ReadonlyMap<string, string>;
  /** A wave that began to go back and has not ended. */
  readonly waveBack: { readonly hop: number; readonly wave: number } | undefined;
  /** Whether it has ever begun to stop a service. */
  readonly hasStopped: boolean;
}

/** Reads a run's position from its events. */
export function positionOf(events: readonly RunEvent[]): Position {
  const done = new Set<string>();
  const touched = new Set<string>();
  const undone = new Set<string>();
  const reopened = new Set<string>();
  const proven = new Set<number>();
  const asked = new Set<string>();
  const approved = new Set<string>();
  const postponed = new Map<string, string>();
  let waveBack: Position['waveBack'];
  let undoing: Position['undoing'];
  let hasStopped = false;
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
        undone.delete(event.step);
        reopened.delete(event.step);
        hasStopped ||= event.service === 'stopping';
        break;
      case 'step.finished':
        done.add(event.step);
        break;
      case 'step.undone':
        done.delete(event.step);
        touched.delete(event.step);
        reopened.delete(event.step);
        undone.add(event.step);
        break;
      case 'step.undo-lost':
      case 'step.undo-failed':
        if (!undone.delete(event.step)) break;
        touched.add(event.step);
        reopened.add(event.step);
        break;
      case 'member.postponed':
        postponed.set(event.member, event.why.code);
        break;
      case 'wave.stopped':
        waveBack = { hop: event.hop, wave: event.wave };
        break;
      case 'wave.undone':
        waveBack = undefined;
        break;
      case 'hop.finished':
        proven.add(event.hop);
        break;
      case 'undo.started':
        undoing = { why: event.why, hops: event.hops };
        break;
      case 'run.finished':
        if (event.state !== 'broken') undoing = undefined;
        break;
      default:
        break;
    }
  }
  const course = { postponed, waveBack, undoing, hasStopped };
  return { done, touched, undone, reopened, proven, asked, approved, ...course };
}
