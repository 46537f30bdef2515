import { shortList } from '../../lib/short-list.ts';
import { servicesDown } from './services-down.ts';
import type { RunView } from './view.ts';

/** Whether the service is down, in a sentence; what a run has stopped and not started again. */
export function downText(view: Pick<RunView, 'hops' | 'steps'>): string {
  const down = servicesDown(view);
  if (down.length === 0) return 'every service that the run stopped runs again, or none was stopped';
  return `the service is DOWN: ${shortList(down)} ${down.length === 1 ? 'is' : 'are'} stopped`;
}

/** What can be typed about a run that stands still. */
export function nextText({ run, state, salvaged }: Pick<RunView, 'run' | 'state' | 'salvaged'>): string {
  const isOver = state === 'done' || state === 'failed' || state === 'rolled-back';
  if (salvaged !== undefined && !isOver) return `go back: baiup rollback ${run}`;
  switch (state) {
    case 'running':
    case 'stopped':
      return `go on: baiup resume ${run}, or go back: baiup rollback ${run}`;
    case 'undoing':
      return `finish going back: baiup resume ${run}`;
    case 'broken':
      return `fix the cause, then: baiup rollback ${run}`;
    case 'done':
    case 'failed':
    case 'rolled-back':
      return `baiup show ${run}`;
    default:
      return state satisfies never;
  }
}
