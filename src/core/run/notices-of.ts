import type { RunEvent } from './event.ts';
import { makeNotice, type NoticedRun } from './make-notice.ts';
import { momentsOf } from './moments.ts';
import type { Notice } from './notice.ts';

/** What hooks are told of a run: its events go in one after the other, and notices come out. */
export function noticesOf(run: NoticedRun): (event: RunEvent) => Notice[] {
  const moments = momentsOf(run.plan);
  let began: Extract<RunEvent, { kind: 'run.started' }> | undefined;
  return (event) => {
    if (event.kind === 'run.started') began = event;
    const first = began;
    return first ? moments(event).map((moment) => makeNotice(moment, run, first)) : [];
  };
}
