import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Others } from '../../core/plan/others.ts';
import type { CaptureMode, Plan, PlannedStep } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import type { Waves } from '../../core/plan/waves.ts';
import type { RunEvent } from '../../core/run/event.ts';
import type { RunView } from '../../core/run/view.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import type { Journal, RunRecord } from '../../io/journal/port.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import { planned } from '../planner/simulated-plan.ts';
import { steps } from '../steps/index.ts';
import { failedProof, leftSessions } from '../steps/operator-approve.ts';
import { announceCourse } from './announce-course.ts';
import type { Drive } from './port.ts';
import { oldWebserver, SimulatedCluster } from './simulated-cluster.ts';
import { simulatedClusterContext } from './simulated-cluster-context.ts';
import { SimulatedProcess } from './simulated-process.ts';

/** What no release asks, but a run. */
const isOurs: ReadonlySet<unknown> = new Set([failedProof, leftSessions]);

const plans = new Map<string, Plan>();

/** A plan for a simulated cluster. */
function planFor(
  { inventory }: SimulatedCluster,
  { releases: [from, to], startTimeoutMs, drain, waves, capture, others, turn }: Wanted,
): Plan {
  const plan = planned(from, to, {
    ...{ inventory, drain, waves, capture, others, turn },
    found: { asideObstacles: [] },
    configurations: new Map([['w1', oldWebserver]]),
  });
  const impatient = (step: PlannedStep): PlannedStep =>
    'startTimeoutMs' in step.params ? { ...step, params: { ...step.params, startTimeoutMs } } : step;
  const hops = plan.hops.map((hop) => ({
    ...hop,
    phases: hop.phases.map((phase) => ({ ...phase, steps: phase.steps.map(impatient) })),
  }));
  return { ...plan, hops };
}

/** Begins a run as `apply` does; all that its operator has to do manually is done. */
async function beginRun(journal: Journal, plan: Plan): Promise<RunRecord> {
  const record = await journal.create(plan);
  const { id, cluster, from, to, hops } = plan;
  await record.append({
    kind: 'run.started',
    plan: id,
    cluster,
    from,
    to,
    hops: hops.map((hop) => ({ from: hop.from, to: hop.to, kind: hop.kind })),
    predicted: 1,
    who: 'a test',
    accepted: [],
  });
  for (const { step, hop } of walkPlan(plan)) {
    if (step.kind !== 'operator.approve' || isOurs.has(step.params['rule'])) continue;
    const label = { step: step.id, hop, title: step.title };
    await record.append({ kind: 'approval.given', who: 'a test', by: 'yes', ...label });
  }
  return record;
}

interface Wanted {
  readonly agents: number;
  readonly releases: readonly [string, string];
  /** Milliseconds that a simulated program may take to answer: few where one is waited for that never does. */
  readonly startTimeoutMs: number;
  /** Whether runs of it tell users of themselves. */
  readonly announces: boolean;
  /** What becomes of sessions before the stop. */
  readonly drain?: Drain;
  /** How agents turn in waves; all at once unless told. */
  readonly waves?: Waves;
  /** How the database is kept for the way back. */
  readonly capture?: CaptureMode;
  /** What becomes of other programs at the database. */
  readonly others?: Others;
  /** How members turn that can; by stopping unless told. */
  readonly turn?: 'beside';
}

const usual: Wanted = {
  agents: 2,
  releases: ['24.03.11', '24.09.4'],
  startTimeoutMs: 120_000,
  announces: false,
};

/** A cluster with a run of its own, in a folder of its own. */
export async function newRun(
  folder: string,
  wanted: Partial<Wanted> = {},
): Promise<{
  readonly cluster: SimulatedCluster;
  readonly record: RunRecord;
  /** Lets its journal lose events. */
  readonly lose: (isLost: (event: RunEvent) => boolean) => void;
}> {
  const all = { ...usual, ...wanted };
  const cluster = new SimulatedCluster(all.releases[0], all.agents, all.announces);
  const key = JSON.stringify(all);
  const plan = plans.get(key) ?? planFor(cluster, all);
  plans.set(key, plan);
  const own = await mkdtemp(join(folder, 'run-'));
  const journal = simulatedJournal(() => new Date(), own);
  const record = await beginRun(journal, plan);
  await mkdir(record.folder, { recursive: true });
  return { cluster, record, lose: (isLost) => journal.lose(record.name, isLost) };
}

export interface Life {
  /** After how many instants it is killed; never unless told. */
  readonly instants?: number;
  /** Which of those that run side by side take their turns first. */
  readonly seed?: number;
  readonly drive?: Partial<Drive>;
}

/** One process that drives a run, until it ends or is killed. */
export async function live(
  cluster: SimulatedCluster,
  record: RunRecord,
  act: (drive: Drive) => Promise<RunView>,
  { instants = Infinity, seed = 1, drive = {} }: Life = {},
): Promise<RunView | 'killed'> {
  const life = new SimulatedProcess(instants, seed);
  const whole: Drive = {
    record: life.record(record),
    steps,
    context: simulatedClusterContext(cluster, life, record.folder),
    asked: () => undefined,
    onEvent: () => undefined,
    patience: { lookMs: 500, evidenceMs: 2 ** 31 - 1 },
    ...drive,
  };
  const course = announceCourse(whole, await record.events());
  const end = await Promise.race([life.died, act(course.drive).finally(course.end)]);
  if (end === 'killed') await life.gone();
  return end;
}
