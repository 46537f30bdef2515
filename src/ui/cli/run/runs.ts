import { planNow } from '../../../app/records/plan-now.ts';
import { allRuns, oneRun } from '../../../app/records/runs.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { planText } from '../views/plan.ts';
import { runJson, runsText, runText } from '../views/run.ts';

export async function runs(_terminal: Terminal, _flags: CommonFlags): Promise<Outcome> {
  const views = await allRuns();
  const json = views.map(({ run, cluster, from, to, state, started, ended, downtime }) => ({
    run,
    cluster,
    from,
    to,
    state,
    started,
    ended: ended ?? null,
    downtime,
  }));
  return { json, text: runsText(views) };
}

/** A run, or a plan's file by what is known now: one that was rehearsed since it was made tells more. */
export async function show(terminal: Terminal, _flags: CommonFlags, what: string): Promise<Outcome> {
  if (what.endsWith('.json')) {
    const plan = await planNow(what);
    return { json: plan, text: planText(plan, terminal.paint) };
  }
  const view = await oneRun(what);
  return { json: { ...runJson(view), steps: view.steps }, text: runText(view, terminal.paint) };
}
