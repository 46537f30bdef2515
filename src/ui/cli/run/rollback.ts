import { sessionsAtStake } from '../../../app/actions/at-stake.ts';
import { rollback as rollBack } from '../../../app/actions/rollback.ts';
import { exitOf } from '../../../app/engine/drive.ts';
import { planOfRun } from '../../../app/records/plan-of-run.ts';
import { oneRun } from '../../../app/records/runs.ts';
import { lostByGoingBack } from '../../../core/run/lost-by-going-back.ts';
import type { RunView } from '../../../core/run/view.ts';
import { exitCode } from '../../../lib/errors.ts';
import { confirmed } from '../confirmed.ts';
import type { SteerFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { lostText } from '../views/lost-text.ts';
import { runEnding, runJson } from '../views/run.ts';
import { stakeLines } from '../views/settled.ts';
import { driven } from './driven.ts';

/** Says what is lost, and asks; a script says `--yes`. */
async function agreedTo(terminal: Terminal, { yes }: SteerFlags, before: RunView): Promise<boolean> {
  if (yes || before.state === 'rolled-back') return true;
  const { run, from } = before;
  for (const line of stakeLines(await sessionsAtStake(run, terminal.clusterFile)))
    terminal.progress.say(line);
  const lost = lostText(lostByGoingBack(await planOfRun(run), before), Date.now());
  return confirmed(`Go back to ${from}? ${lost}`, false);
}

export async function rollback(terminal: Terminal, flags: SteerFlags, run: string): Promise<Outcome> {
  const before = await oneRun(run);
  if (!(await agreedTo(terminal, flags, before)))
    return { json: runJson(before), text: 'Nothing was changed.', exit: exitCode.refused };
  const view = await rollBack({ run, clusterFile: terminal.clusterFile, ...driven(terminal, run) });
  return { json: runJson(view), text: runEnding(view, terminal.paint), exit: exitOf(view), recorded: true };
}
