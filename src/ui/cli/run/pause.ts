import { pause as askToPause } from '../../../app/actions/pause.ts';
import type { RunView } from '../../../core/run/view.ts';
import { type ExitCode, exitCode } from '../../../lib/errors.ts';
import type { SteerFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { runEnding, runJson } from '../views/run.ts';
import { following } from './following.ts';

/** What was asked for is that it stands still. */
function exitOf({ state }: RunView): ExitCode {
  return state === 'running' || state === 'undoing' ? exitCode.interrupted : exitCode.done;
}

export async function pause(terminal: Terminal, _flags: SteerFlags, run: string): Promise<Outcome> {
  const { view, asked } = await askToPause(run, following(terminal, run));
  const json = runJson(view);
  if (!asked) {
    return {
      json,
      text: `Nobody drives ${run}: it has stopped already.\n${runEnding(view, terminal.paint)}`,
    };
  }
  return { json, text: runEnding(view, terminal.paint), exit: exitOf(view), recorded: true };
}
