import type { RunEvent } from '../../../core/run/event.ts';
import { type Progress, seconds } from '../progress.ts';

const clock = (at: string): string => at.slice(11, 19);

/** Turns a run's events into lines as they come: steps, and the marks where service stops and comes back. */
export function runProgress(progress: Progress): (event: RunEvent) => void {
  const downSince = new Map<number, number>();

  const noteService = (event: Extract<RunEvent, { kind: 'step.started' | 'step.finished' }>): void => {
    if (event.kind === 'step.started' && event.service === 'stopping' && !downSince.has(event.hop)) {
      downSince.set(event.hop, Date.parse(event.at));
      progress.say(`── service stops ${clock(event.at)} ${'─'.repeat(40)}`);
    }
  };

  return (event) => {
    switch (event.kind) {
      case 'run.resumed':
        return progress.say(`going on with ${event.run}`);
      case 'approval.asked':
        progress.say(`? ${event.title}`);
        return progress.say(`    ${event.how}`);
      case 'step.started':
        noteService(event);
        return progress.started(event.step, event.title);
      case 'step.finished':
        return progress.finished(event.step, '✓', event.title, event.seconds);
      case 'step.failed':
        progress.finished(event.step, '✗', event.title, event.seconds);
        return progress.say(`    ${event.failure.message}`);
      case 'hop.finished': {
        const since = downSince.get(event.hop);
        const note =
          since === undefined
            ? ''
            : ` (hop ${event.hop + 1} took ${seconds((Date.parse(event.at) - since) / 1000)} from the first stop to the proof)`;
        return progress.say(`── proven ${clock(event.at)}${note} ${'─'.repeat(10)}`);
      }
      case 'evidence.kept':
        return progress.say(`    kept: ${event.folder}`);
      case 'undo.started':
        return progress.say(`── going back ${clock(event.at)} ${'─'.repeat(43)}`);
      case 'step.undoing':
        return progress.started(event.step, `undo: ${event.title}`);
      case 'step.undone':
        return progress.finished(event.step, '✓', `undone: ${event.title}`, event.seconds);
      case 'step.undo-failed':
        progress.finished(event.step, '✗', `could not be undone: ${event.title}`, event.seconds);
        return progress.say(`    ${event.failure.message}`);
      case 'undo.finished':
        return progress.say(`── back ${clock(event.at)} (${seconds(event.seconds)}) ${'─'.repeat(36)}`);
      default:
        return undefined;
    }
  };
}
