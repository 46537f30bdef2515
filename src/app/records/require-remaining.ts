import type { RunView } from '../../core/run/view.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';

type Remaining = Pick<RunView, 'run' | 'state' | 'postponed'>;

const refused = (code: string, message: string, hint: string): BaiupError =>
  new BaiupError(code, message, { exit: exitCode.refused, left: 'nothing was changed', hint });

/**
 * Only a run that is done can be finished on the agents that it has postponed.
 * @throws BaiupError `remaining.unfinished`, `remaining.none` (exit 2)
 */
export function requireRemaining({ run, state, postponed = [] }: Remaining): void {
  switch (state) {
    case 'running':
    case 'stopped':
    case 'undoing':
    case 'broken':
      throw refused('remaining.unfinished', `${run} has not ended yet`, `baiup show ${run}`);
    case 'failed':
    case 'rolled-back':
      throw refused('remaining.none', `${run} has gone back, so nothing of it remains`, 'baiup runs');
    case 'done':
      if (postponed.length > 0) return;
      throw refused('remaining.none', `${run} has postponed nobody, so nothing remains`, 'baiup status');
    default:
      state satisfies never;
  }
}
