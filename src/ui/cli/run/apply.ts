import { apply as applyPlan } from '../../../app/actions/apply.ts';
import { exitOf } from '../../../app/actions/drive.ts';
import type { ApplyFlags } from '../commands/apply.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { runEnding, runJson } from '../views/run.ts';
import { runProgress } from '../views/run-progress.ts';

export async function apply(terminal: Terminal, flags: ApplyFlags, planFile: string): Promise<Outcome> {
  const applied = await applyPlan({
    planFile,
    clusterFile: terminal.clusterFile,
    yes: flags.yes,
    accept: flags.accept,
    noRehearsal: flags.noRehearsal,
    pause: terminal.interrupted,
    onEvent: runProgress(terminal.progress),
  });
  if (applied.kind === 'nothing-to-do') {
    const { to } = applied.plan;
    return {
      json: { run: null, state: 'done', hops: [], downtime: { predicted: 0, actual: 0 } },
      text: `Already at ${to}: nothing to do.`,
    };
  }
  const { view } = applied;
  return { json: runJson(view), text: runEnding(view, terminal.paint), exit: exitOf(view) };
}
