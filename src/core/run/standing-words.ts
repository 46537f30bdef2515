import { shortList } from '../../lib/short-list.ts';
import { servicesDown } from './services-down.ts';
import type { RunView } from './view.ts';

/** Whether the service is down, in a sentence; what a run has stopped and not started again. */
export function downText(view: Pick<RunView, 'hops' | 'steps'> & Partial<Pick<RunView, 'downtime'>>): string {
  const down = servicesDown(view);
  if (down.length === 0) return 'every service that the run stopped runs again, or none was stopped';
  const since = view.downtime?.since === undefined ? '' : ` (since ${view.downtime.since})`;
  return `the service is DOWN: ${shortList(down)} ${down.length === 1 ? 'is' : 'are'} stopped${since}`;
}

type ToGoOn = Pick<RunView, 'run' | 'state' | 'salvaged' | 'goingBack' | 'hops'>;

/** A failed or aborted hop goes back to where it began; a rollback takes every hop back. */
function backText({ run, goingBack, hops }: ToGoOn): string {
  const isWhole = goingBack === 'rollback' || hops.length < 2;
  return isWhole
    ? `finish going back: baiup rollback ${run}`
    : `finish going back to where the hop began: baiup resume ${run}, or take all hops back: baiup rollback ${run}`;
}

/** What can be typed about a run that stands still. */
export function nextText(view: ToGoOn): string {
  const { run, state, salvaged } = view;
  const isOver = state === 'done' || state === 'failed' || state === 'rolled-back';
  if (salvaged !== undefined && !isOver) return `go back: baiup rollback ${run}`;
  switch (state) {
    case 'running':
    case 'stopped':
      return `go on: baiup resume ${run}, or go back: baiup rollback ${run}`;
    case 'undoing':
      return backText(view);
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
