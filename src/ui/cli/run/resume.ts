import { resume as goOn } from '../../../app/actions/resume.ts';
import { exitOf } from '../../../app/engine/drive.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { runEnding, runJson } from '../views/run.ts';
import { driven } from './driven.ts';

export async function resume(terminal: Terminal, _flags: CommonFlags, run: string): Promise<Outcome> {
  const view = await goOn({
    run,
    clusterFile: terminal.clusterFile,
    ...driven(terminal, run),
  });
  return { json: runJson(view), text: runEnding(view, terminal.paint), exit: exitOf(view), recorded: true };
}
