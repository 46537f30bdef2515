import { abort as giveUp } from '../../../app/actions/abort.ts';
import { oneRun } from '../../../app/records/runs.ts';
import type { RunView } from '../../../core/run/view.ts';
import { type ExitCode, exitCode } from '../../../lib/errors.ts';
import type { SteerFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { saysYes } from '../says-yes.ts';
import type { Terminal } from '../terminal.ts';
import { runEnding, runJson } from '../views/run.ts';
import { driven } from './driven.ts';
import { following } from './following.ts';

/** What was asked for is that it goes back, and ends there. */
function exitOf({ state }: RunView): ExitCode {
  switch (state) {
    case 'failed':
    case 'rolled-back':
      return exitCode.done;
    case 'running':
    case 'undoing':
      return exitCode.interrupted;
    default:
      return exitCode.failed;
  }
}

const isOpen = ({ state }: RunView): boolean =>
  state === 'running' || state === 'stopped' || state === 'undoing';

export async function abort(terminal: Terminal, flags: SteerFlags, run: string): Promise<Outcome> {
  const before = await oneRun(run);
  const hop = before.hops.find(({ state }) => state !== 'done') ?? before;
  const question = `Give ${run} up, and go back to ${hop.from}?`;
  if (isOpen(before) && !(await saysYes(question, flags.yes)))
    return { json: runJson(before), text: 'Nothing was changed.', exit: exitCode.refused };
  const { view } = await giveUp({
    run,
    clusterFile: terminal.clusterFile,
    following: () => following(terminal, run),
    driving: () => driven(terminal, run),
  });
  return { json: runJson(view), text: runEnding(view, terminal.paint), exit: exitOf(view), recorded: true };
}
