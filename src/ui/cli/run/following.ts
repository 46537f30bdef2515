import type { Following } from '../../../app/live/follow-run.ts';
import type { Terminal } from '../terminal.ts';
import { runProgress } from '../views/run-progress.ts';

/** Follows a run that another process drives: Ctrl-C ends the following, and says that the run goes on. */
export function following({ progress, interrupts, interrupted }: Terminal, run: string): Following {
  const left = `${run} goes on without being watched`;
  const next = `watch it again: baiup show ${run} --follow`;
  interrupts.underWay({
    word: async () => `${left}; ${next}`,
    standing: async () => ({ left, next }),
  });
  return { signal: interrupted, onEvent: runProgress(progress) };
}
