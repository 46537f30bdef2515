import type { RunView } from '../../core/run/view.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';

/** Whether something has been upgraded that a rollback could take back. */
export const hasWayBack = ({ state, hops }: Pick<RunView, 'state' | 'hops'>): boolean =>
  state !== 'rolled-back' && hops.some((hop) => hop.state === 'done');

/** @throws BaiupError `run.forgotten`, exit 2: what going back needs was removed */
export function refuseForgotten({ run, from, to, forgotten }: RunView): void {
  if (!forgotten) return;
  const { who, at } = forgotten;
  throw new BaiupError('run.forgotten', `${run} cannot go back: ${who} had what it keeps removed, at ${at}`, {
    exit: exitCode.refused,
    left: 'nothing was changed',
    hint: `the cluster stays at ${to}; the way to ${from} is a backup of your own`,
  });
}
