import { sessionsAtStake } from '../../../app/actions/at-stake.ts';
import { rollback as rollBack } from '../../../app/actions/rollback.ts';
import { exitOf } from '../../../app/engine/drive.ts';
import { oneRun } from '../../../app/records/runs.ts';
import { agreed, canAsk } from '../agreed.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { runEnding, runJson } from '../views/run.ts';
import { stakeLines } from '../views/settled.ts';
import { driven } from './driven.ts';

export interface RollbackFlags extends CommonFlags {
  readonly yes: boolean;
}

export async function rollback(terminal: Terminal, flags: RollbackFlags, run: string): Promise<Outcome> {
  const before = await oneRun(run);
  const ask = async (): Promise<boolean> => {
    for (const line of stakeLines(await sessionsAtStake(run, terminal.clusterFile)))
      terminal.progress.say(line);
    return agreed(`Go back to ${before.from}? What was written since the upgrade is lost.`);
  };
  if (!flags.yes && canAsk() && !(await ask()))
    return { json: runJson(before), text: 'Nothing was changed.' };
  const view = await rollBack({
    run,
    clusterFile: terminal.clusterFile,
    ...driven(terminal, run),
  });
  return { json: runJson(view), text: runEnding(view, terminal.paint), exit: exitOf(view), recorded: true };
}
