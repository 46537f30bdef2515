import { createInterface } from 'node:readline/promises';
import { exitOf } from '../../../app/actions/drive.ts';
import { rollback as rollBack } from '../../../app/actions/rollback.ts';
import { oneRun } from '../../../app/actions/runs.ts';
import type { RollbackFlags } from '../commands/rollback.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { runEnding, runJson } from '../views/run.ts';
import { runProgress } from '../views/run-progress.ts';

/** Asks only where somebody can answer: on a terminal. */
async function agreed(from: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return true;
  const line = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await line.question(
    `Go back to ${from}? What was written since the upgrade is lost. [y/N] `,
  );
  line.close();
  return /^y(es)?$/i.test(answer.trim());
}

export async function rollback(terminal: Terminal, flags: RollbackFlags, run: string): Promise<Outcome> {
  const before = await oneRun(run);
  if (!flags.yes && !(await agreed(before.from)))
    return { json: runJson(before), text: 'Nothing was changed.' };
  const view = await rollBack({
    run,
    clusterFile: terminal.clusterFile,
    pause: terminal.interrupted,
    onEvent: runProgress(terminal.progress),
  });
  return { json: runJson(view), text: runEnding(view, terminal.paint), exit: exitOf(view) };
}
