import type { Awaited } from '../../../app/live/await-window.ts';
import { exitCode } from '../../../lib/errors.ts';
import type { Outcome } from '../outcome.ts';

/** How waiting for a window has ended, without a run. */
export function awaitedOutcome(awaited: Awaited, planFile: string): Outcome {
  if (awaited.kind === 'none') {
    const text = `No time is announced for this upgrade, so users were told nothing. Set one: baiup announce ${planFile} --at TIME`;
    return { json: { state: 'none' }, text };
  }
  if (awaited.kind === 'gone') {
    const text =
      'The window is no longer announced: its run has begun (baiup status), or somebody has called it off.';
    return { json: { state: 'gone' }, text };
  }
  const { kind: state, window } = awaited;
  const json = { state, at: window.at, from: window.from, to: window.to };
  switch (state) {
    case 'told':
      return {
        json,
        text: `Announced: it begins at ${window.at}. Next: baiup apply ${planFile} --at ${window.at}`,
      };
    case 'interrupted': {
      const text = `Nobody waits for the window at ${window.at} here any more. The same command again goes on.`;
      return { json, text, exit: exitCode.resumable };
    }
    case 'put-off': {
      const text = `No run has begun, and users are told so. Choose another time: baiup announce ${planFile} --at TIME, or call it off with --withdraw.`;
      return { json, text };
    }
    case 'begins':
      return { json, text: 'The window begins.' };
    default:
      return state satisfies never;
  }
}
