import { heldBy } from '../../core/cluster/lock.ts';
import { lockedError } from '../../core/cluster/locked-error.ts';
import { oneVersion } from '../../core/cluster/one-version.ts';
import { isRisk } from '../../core/path/is-risk.ts';
import { hopsOf } from '../../core/plan/hops-of.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunFact } from '../../core/run/event.ts';
import type { RunView } from '../../core/run/view.ts';
import { acceptsSession } from '../../core/workloads/guard.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { warnings } from '../../lib/finding.ts';
import { judge } from '../checks/judge.ts';
import { acceptedCodes } from '../checks/known-codes.ts';
import { refuseByFindings } from '../checks/refuse.ts';
import { refuseAway } from '../checks/refuse-away.ts';
import { guardedSessions } from '../discovery/guarded-sessions.ts';
import { observe } from '../discovery/observe.ts';
import { type ApprovalOf, approve } from '../engine/approve-steps.ts';
import { type DriveOptions, driveRun, engine, sameCluster } from '../engine/drive.ts';
import { goOn, whyOf } from '../engine/go-on.ts';
import { tellPostponed } from '../engine/postpone-asked.ts';
import { refuseHostsAway } from '../engine/refuse-hosts-away.ts';
import { othersFindings } from '../planner/others-findings.ts';
import { postponedFindings } from '../planner/postponed-findings.ts';
import { beginning } from '../records/beginning.ts';
import { planAgain } from '../records/plan-again.ts';
import { readPlan } from '../records/read-plan.ts';
import { keepRunFacts } from '../records/run-facts.ts';
import { runJournal } from '../records/run-journal.ts';
import { allRuns } from '../records/runs.ts';
import { type FirstRehearsal, rehearsedFirst } from '../rehearsal/rehearsed-first.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { openRunCluster } from '../wiring/open-run-cluster.ts';
import { openWithout } from '../wiring/open-without.ts';

export interface ApplyRequest extends DriveOptions {
  readonly planFile: string;
  readonly clusterFile: string | undefined;
  readonly yes: boolean;
  readonly accept: readonly string[];
  /** How to rehearse when no receipt counts. Without it nothing is rehearsed, and a receipt that says no is ignored. */
  readonly rehearsal?: FirstRehearsal;
  /** Called under the cluster's lock: no run begins where it throws. */
  readonly lastLook?: () => Promise<void>;
}

export type Applied =
  | { readonly kind: 'nothing-to-do'; readonly plan: Plan }
  | { readonly kind: 'run'; readonly view: RunView };

/**
 * The unfinished run of a plan, if there is one: apply goes on with it.
 * @throws BaiupError `run.broken` where going back from it failed
 */
export async function unfinished(plan: Plan): Promise<RunRecord | undefined> {
  const runs = await allRuns();
  // One that is damaged cannot go on; where it is unfinished, it still has the cluster's lock.
  const ofPlan = runs.filter(({ kind, view }) => kind === 'whole' && view.plan === plan.id);
  for (const { run, view } of ofPlan.reverse()) {
    const state = view?.state;
    if (state === 'broken') throw broken(run);
    if (state === 'running' || state === 'stopped' || state === 'undoing') return runJournal().open(run);
  }
  return undefined;
}

function broken(run: string): BaiupError {
  return new BaiupError(
    'run.broken',
    `${run} carried this plan out, and going back from it failed half way`,
    {
      exit: exitCode.refused,
      left: 'nothing was changed now; what was captured is kept with the run',
      hint: `baiup show ${run} names the cause; fix it, then go back: baiup rollback ${run}`,
    },
  );
}

interface Agreed {
  readonly plan: Plan;
  readonly beginsWith: RunFact;
}

const isSession = (code: string): boolean => acceptsSession.test(code);

/** A plan as it is carried out now, and how its run begins; undefined where there is nothing to do. */
async function agreedNow(
  cluster: Cluster,
  given: Plan,
  request: ApplyRequest,
  ifTodo?: () => Promise<void>,
): Promise<Agreed | undefined> {
  const snapshot = await observe(cluster.readers);
  const held = heldBy(snapshot);
  if (held) throw lockedError(held);
  refuseAway(snapshot);
  if (oneVersion(snapshot) === given.to) return undefined;
  await ifTodo?.();
  const plan = await planAgain(cluster, given, snapshot);
  const agreed = [...plan.accepted, ...request.accept];
  const guarded = await guardedSessions(cluster.readers, plan.guard ?? [], agreed);
  const findings = [
    ...judge(cluster.inventory, snapshot, { hops: hopsOf(plan), windows: plan.windows, drain: plan.drain }),
    ...plan.findings.filter(isRisk),
    ...othersFindings(plan, snapshot),
    ...postponedFindings(plan),
    ...guarded.findings,
  ];
  const accepted = new Set(agreed);
  refuseByFindings(findings, (code) => request.yes || accepted.has(code));
  const { rehearsal } = request;
  const receipt = rehearsal && (await rehearsedFirst(cluster, plan, snapshot, request.planFile, rehearsal));
  const beginsWith = await beginning(plan, {
    receipt,
    noRehearsal: rehearsal === undefined,
    accepted: [...warnings(findings).map(({ code }) => code), ...guarded.accepted.filter(isSession)],
    databaseBytes: snapshot.space.database,
    hooks: cluster.hooks.map(({ name }) => name),
  });
  return { plan, beginsWith };
}

async function carryOut(
  cluster: Cluster,
  { plan, beginsWith }: Agreed,
  request: ApplyRequest,
): Promise<Applied> {
  const record = await runJournal().create(plan);
  let begun = false;
  try {
    await keepRunFacts(record, cluster);
    const view = await driveRun(cluster, record, whyOf(record), request, async (drive) => {
      await request.lastLook?.();
      drive.onEvent(await record.append(beginsWith));
      begun = true;
      await tellPostponed(drive);
      await approve(drive, beforehand(request));
      return engine.advance(drive);
    });
    return { kind: 'run', view };
  } finally {
    if (!begun) await record.discard();
  }
}

/** Carries a plan out on a cluster that is open and has no unfinished run of it. */
export async function applyOn(cluster: Cluster, given: Plan, request: ApplyRequest): Promise<Applied> {
  const agreed = await agreedNow(cluster, given, request);
  // What was read and compared is not kept while the run goes on.
  return agreed ? carryOut(cluster, agreed, request) : { kind: 'nothing-to-do', plan: given };
}

/** Manual steps that are taken for done: named by their rule, or optional and all that is optional is accepted. */
function beforehand({ yes, accept }: ApplyRequest): ApprovalOf {
  return ({ rule, optional }) => (accept.includes(rule) ? 'accept' : yes && optional ? 'yes' : undefined);
}

/** Goes on with the unfinished run of a plan; undefined where there is none. */
export async function applyUnfinished(asked: ApplyRequest): Promise<Applied | undefined> {
  const request = { ...asked, accept: acceptedCodes(asked.accept) };
  const plan = await readPlan(request.planFile);
  const record = await unfinished(plan);
  if (!record) return undefined;
  const run = await openRunCluster(record, request.clusterFile);
  sameCluster(run.cluster, plan.cluster, request.planFile);
  await refuseHostsAway(run.cluster, record, 'resume');
  return { kind: 'run', view: await goOn(run, record, request, beforehand(request)) };
}

/**
 * Refuses what `apply` would refuse before its run begins, and rehearses where that is needed.
 * @param ifTodo what else refuses by throwing, called before anything slow where there is something to do
 * @returns undefined where there is something to do
 */
export async function judgeApply(
  asked: ApplyRequest,
  ifTodo: () => Promise<void>,
): Promise<Applied | undefined> {
  const request = { ...asked, accept: acceptedCodes(asked.accept) };
  const { plan, cluster } = await opened(request);
  const agreed = await agreedNow(cluster, plan, request, ifTodo);
  return agreed ? undefined : { kind: 'nothing-to-do', plan };
}

async function opened({ planFile, clusterFile }: ApplyRequest) {
  const plan = await readPlan(planFile);
  const cluster = await openWithout(clusterFile, plan.postponed);
  sameCluster(cluster, plan.cluster, planFile);
  return { plan, cluster };
}

/**
 * Carries a plan out, or goes on with its run where an earlier apply ended.
 * @throws BaiupError `accept.unknown`, `plan.*`, `cluster.*`, `findings.*` before anything is changed
 */
export async function apply(asked: ApplyRequest): Promise<Applied> {
  const wentOn = await applyUnfinished(asked);
  if (wentOn) return wentOn;
  const request = { ...asked, accept: acceptedCodes(asked.accept) };
  const { plan, cluster } = await opened(request);
  return applyOn(cluster, plan, request);
}
