import { resume as goOn } from '../../../app/actions/resume.ts';
import { exitOf } from '../../../app/engine/drive.ts';
import type { SteerFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { runEnding, runJson } from '../views/run.ts';
import { driven } from './driven.ts';

export interface ResumeFlags extends SteerFlags {
  readonly postpone: readonly string[];
}

export async function resume(terminal: Terminal, flags: ResumeFlags, run: string): Promise<Outcome> {
  const view = await goOn({
    run,
    yes: flags.yes,
    postpone: flags.postpone,
    clusterFile: terminal.clusterFile,
    ...driven(terminal, run),
  });
  return { json: runJson(view), text: runEnding(view, terminal.paint), exit: exitOf(view), recorded: true };
}
