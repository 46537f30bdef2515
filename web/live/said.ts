import type { Moment } from '../../src/core/run/moment.ts';

/** What those who hear the page are told of a moment; nothing of what needs nobody. */
export function saidOf(moment: Moment | undefined): string {
  switch (moment?.event) {
    case 'run.begun':
      return 'The run has begun.';
    case 'stop.begun':
      return 'Services stop.';
    case 'service.back':
      return 'The service is back.';
    case 'run.slipped':
      return `${moment.why ?? 'It takes longer than foreseen'}.`;
    case 'run.stopped':
      return `The run has stopped${moment.why ? `: ${moment.why}` : ''}.`;
    case 'run.failed':
      return `A step failed, and the hop goes back${moment.failure ? `: ${moment.failure.message}` : ''}.`;
    case 'run.aborted':
      return 'The hop is given up and goes back.';
    case 'run.rolled-back':
      return 'The run is rolled back.';
    case 'run.finished':
      return `The run has ended: ${moment.state ?? ''}.`;
    default:
      return '';
  }
}
