import { planOfRun, rollback as rollBack, sessionsAtStake } from '../../../app/actions/rollback.ts';
import { exitOf } from '../../../app/engine/drive.ts';
import type { DamagedRun } from '../../../app/records/known-run.ts';
import { refuseForgotten } from '../../../app/records/refuse-forgotten.ts';
import { oneRun, runNamed } from '../../../app/records/runs.ts';
import { type LostByGoingBack, lostByGoingBack } from '../../../core/run/lost-by-going-back.ts';
import type { RunView } from '../../../core/run/view.ts';
import { durationText } from '../../../lib/duration.ts';
import { exitCode } from '../../../lib/errors.ts';
import type { SteerFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { saysYes } from '../says-yes.ts';
import type { Terminal } from '../terminal.ts';
import { damagedText } from '../views/damaged-run.ts';
import { runEnding, runJson } from '../views/run.ts';
import { stakeLines } from '../views/settled.ts';
import { driven } from './driven.ts';

export interface RollbackFlags extends SteerFlags {
  readonly accept: readonly string[];
}

/** What a rollback loses, in a sentence. */
export function lostText({ restores, since }: LostByGoingBack, now: number): string {
  if (!restores) return 'Nothing is lost: the run has changed neither database nor etcd.';
  if (since === undefined)
    return 'The service has not returned since they were captured. Only what manually started members wrote since is lost.';
  const ago = durationText(Math.max(0, (now - Date.parse(since)) / 1000));
  return `All that was written to database and etcd since the service returned is lost: since ${since.slice(0, 19)}Z, ${ago} ago.`;
}

/** Says what is lost, and asks; a script says `--yes`. */
async function agreedTo(terminal: Terminal, { yes }: SteerFlags, before: RunView): Promise<boolean> {
  if (before.state === 'rolled-back') return true;
  refuseForgotten(before);
  if (yes) return true;
  const { run, from } = before;
  for (const line of stakeLines(await sessionsAtStake(run, terminal.clusterFile)))
    terminal.progress.say(line);
  const lost = lostText(lostByGoingBack(await planOfRun(run), before), Date.now());
  return saysYes(`Go back to ${from}? ${lost}`, false);
}

/** A damaged run tells nothing of what would be lost: what stands in its place is said. */
async function agreedToDamaged(terminal: Terminal, { yes }: SteerFlags, known: DamagedRun): Promise<boolean> {
  if (yes) return true;
  terminal.progress.say(damagedText(known, terminal.paint));
  const what = 'What was written since its captures were made is lost, and services are stopped and started.';
  return saysYes(`Go back anyway? ${what}`, false);
}

export async function rollback(terminal: Terminal, flags: RollbackFlags, run: string): Promise<Outcome> {
  const { accept } = flags;
  const known = await runNamed(run);
  const isAccepted = known.kind === 'damaged' && accept.includes('run.damaged');
  const before = isAccepted ? known.view : await oneRun(run);
  const agrees = isAccepted
    ? await agreedToDamaged(terminal, flags, known)
    : before && (await agreedTo(terminal, flags, before));
  if (!agrees) {
    const json = before ? runJson(before) : { run: known.run, state: known.kind };
    return { json, text: 'Nothing was changed.', exit: exitCode.refused };
  }
  const view = await rollBack({ run, accept, clusterFile: terminal.clusterFile, ...driven(terminal, run) });
  return { json: runJson(view), text: runEnding(view, terminal.paint), exit: exitOf(view), recorded: true };
}
