import { allRuns, oneRun } from '../../../app/actions/runs.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
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

export async function show(terminal: Terminal, _flags: CommonFlags, run: string): Promise<Outcome> {
  const view = await oneRun(run);
  return { json: { ...runJson(view), steps: view.steps }, text: runText(view, terminal.paint) };
}
