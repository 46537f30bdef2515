import { approve } from '../../../app/actions/approve.ts';
import { askRun } from '../../../app/actions/ask-run.ts';
import { check } from '../../../app/actions/check.ts';
import { logs } from '../../../app/actions/logs.ts';
import { path } from '../../../app/actions/path.ts';
import { planOfRun, sessionsAtStake } from '../../../app/actions/rollback.ts';
import { status } from '../../../app/actions/status.ts';
import { loadInventory } from '../../../app/discovery/load-inventory.ts';
import { readDriverLines } from '../../../app/live/driver-lines.ts';
import { knownRuns } from '../../../app/live/known-runs.ts';
import { stateOf } from '../../../app/records/known-run.ts';
import { planNow } from '../../../app/records/plan-now.ts';
import { latestReceipt } from '../../../app/records/receipts.ts';
import { runJournal } from '../../../app/records/run-journal.ts';
import { runNamed } from '../../../app/records/runs.ts';
import { lostByGoingBack } from '../../../core/run/lost-by-going-back.ts';
import { BaiupError } from '../../../lib/errors.ts';
import type { Site } from '../../server/site.ts';
import type { PlanAnswer, RunDocument, StandingNow } from '../../server/wire.ts';
import { lostText } from '../run/rollback.ts';
import type { Terminal } from '../terminal.ts';
import { runDocument } from '../views/run-document.ts';
import { runsJson } from '../views/runs.ts';
import { stakeLines } from '../views/settled.ts';
import { statusJson } from '../views/status.ts';
import { servedPlans } from './served-plans.ts';

interface Given extends Pick<Site, 'tasks' | 'first' | 'report'> {
  /** The plan that the server was begun with: it counts until another one is made or chosen on the page. */
  readonly givenPlan: string | undefined;
}

const noPlan = (): BaiupError =>
  new BaiupError('plan.none', 'no plan is served', {
    hint: 'make one here, or start the server with one: baiup serve plan.json',
  });

/** Standing of a run whose events are followed: by the state in them, and who drives it. */
function standingNow(
  head: { readonly state: RunDocument['state'] } | undefined,
  driver: StandingNow['driver'] | undefined,
): StandingNow {
  if (!head || head.state === 'cut' || head.state === 'damaged')
    return { state: head?.state ?? 'running', driver: driver ?? null };
  const state = stateOf({ kind: 'whole', view: { state: head.state }, driver: driver ?? undefined });
  return { state, driver: driver ?? null };
}

async function planAnswer(file: string): Promise<PlanAnswer> {
  const { plan } = await planNow(file);
  return { file, plan, receipt: (await latestReceipt(plan)) ?? null };
}

/** What a run's going back would lose, in sentences. */
async function stakeOf(run: string, clusterFile: string | undefined) {
  const known = await runNamed(run);
  const view = known.kind === 'whole' ? known.view : undefined;
  const lost = view && lostText(lostByGoingBack(await planOfRun(run), view), Date.now());
  return { lost: lost ?? null, sessions: stakeLines(await sessionsAtStake(run, clusterFile)) };
}

/** This machine's runs, and the cluster of a file. */
export function siteHere(
  { clusterFile, whereArguments }: Pick<Terminal, 'clusterFile' | 'whereArguments'>,
  { givenPlan, ...given }: Given,
): Site {
  const runs = knownRuns(runJournal());
  const documents = async (): Promise<RunDocument[]> => runsJson(await runs()) as unknown as RunDocument[];
  const clusterName = async (): Promise<string | undefined> =>
    (await loadInventory(clusterFile).catch(() => undefined))?.inventory.cluster;
  const carriedOut = async (): Promise<Map<string, string>> =>
    new Map((await runs()).flatMap(({ run, view }) => (view ? [[view.plan, run] as const] : [])));
  const plans = servedPlans({ givenPlan, clusterName, carriedOut });
  return {
    ...given,
    clusterArguments: whereArguments,
    cluster: async () => {
      const loaded = await loadInventory(clusterFile).catch(() => undefined);
      return loaded ? { name: loaded.inventory.cluster, file: loaded.file } : null;
    },
    status: async () => statusJson(await status(clusterFile)),
    check: async (to) => {
      const request = { to, clusterFile, policy: 'page', windows: 'each' } as const;
      return (await check({ ...request, intended: { drain: undefined, guards: [] } })).findings;
    },
    path: async (from, to) => path({ versions: [from, to], exact: false, policy: 'page', accept: [] }).path,
    planNow: plans.now,
    newPlanFile: plans.newFile,
    plans: plans.list,
    servePlan: plans.serve,
    plan: async () => {
      const served = await plans.now();
      if (!served) throw noPlan();
      return planAnswer(served.file);
    },
    runs: documents,
    run: async (typed) => {
      const known = await runNamed(typed);
      const [document] = runsJson([known]) as unknown as RunDocument[];
      if (!document) throw noPlan();
      const full = known.kind === 'whole' ? runDocument(known) : null;
      return { run: document, view: known.view ?? null, document: full };
    },
    planOf: async (run) => {
      const found = await planOfRun(run);
      return { file: null, plan: found, receipt: (await latestReceipt(found)) ?? null };
    },
    stake: (run) => stakeOf(run, clusterFile),
    reader: (run) => runJournal().reader(run),
    linesOf: ({ folder }) => readDriverLines(folder),
    standing: standingNow,
    step: logs,
    pause: (run, who) => askRun(run, 'pause', who),
    abort: (run, who) => askRun(run, 'abort', who),
    approve: async (run, who) => (await approve(run, who)).steps.map(({ step, title }) => ({ step, title })),
  };
}
