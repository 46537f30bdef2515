import { type SessionsSince, sessionsSince } from '../../core/cluster/live-session.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import type { RunView } from '../../core/run/view.ts';
import { damagedRun } from '../../io/journal/damage.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { type DriveOptions, driveRun, engine, sameCluster } from '../engine/drive.ts';
import { explainMoved } from '../engine/explain-moved.ts';
import { tellDifferences } from '../engine/go-on.ts';
import { operator } from '../engine/operator.ts';
import type { Drive } from '../engine/port.ts';
import { positionOf } from '../engine/position.ts';
import { refuseHostsAway } from '../engine/refuse-hosts-away.ts';
import { salvageRun } from '../engine/salvage-run.ts';
import { refuseForgotten } from '../records/refuse-forgotten.ts';
import { refuseSuperseded } from '../records/refuse-superseded.ts';
import { runJournal } from '../records/run-journal.ts';
import { oneRun } from '../records/runs.ts';
import { steps } from '../steps/index.ts';
import { notedSessions } from '../steps/noted-sessions.ts';
import { schemaMigrate } from '../steps/schema-migrate.ts';
import { openCluster } from '../wiring/open-cluster.ts';
import { openRunCluster } from '../wiring/open-run-cluster.ts';

export interface RollbackRequest extends DriveOptions {
  readonly run: string;
  readonly clusterFile: string | undefined;
  /** `run.damaged` lets a run whose journal is damaged go back all the same, `host.unreachable` one without some hosts. */
  readonly accept: readonly string[];
}

/**
 * What a rollback would mean for sessions: those that began since would be given up, and those that ended since would
 * seem to run. It only reads.
 * @returns undefined where the run would restore no database, or where nobody can tell (the database is away)
 */
export async function sessionsAtStake(
  run: string,
  clusterFile: string | undefined,
): Promise<SessionsSince | undefined> {
  const record = await runJournal().open(run);
  const { touched } = positionOf(await record.events());
  // The earliest hop's capture is the one that is restored.
  const migration = walkPlan(record.plan).find(
    ({ step }) => step.kind === schemaMigrate.kind && touched.has(step.id) && !('database' in step.params),
  );
  if (!migration) return undefined;
  const { hop } = schemaMigrate.params.parse(migration.step.params);
  const noted = await notedSessions(hop, { runFolder: record.folder }).catch(() => undefined);
  const { readers } = await openCluster(clusterFile);
  const now = await readers.database.sessions().catch(() => undefined);
  return noted && now && sessionsSince(noted, now);
}

/** @throws BaiupError `run.unknown`, `run.plan-damaged`, `run.unreadable` */
export async function planOfRun(run: string): Promise<Plan> {
  return (await runJournal().open(run)).plan;
}

/** Begins a damaged journal anew, where that was accepted. @throws BaiupError `run.damaged`, `run.unreadable` */
async function salvage(
  record: RunRecord,
  { clusterFile, accept, run: typed }: RollbackRequest,
): Promise<void> {
  const { damage } = await record.examine();
  if (!damage) return;
  if (damage.isForeign || !accept.includes('run.damaged')) throw damagedRun(record.name, damage);
  const { cluster } = await openRunCluster(record, clusterFile);
  sameCluster(cluster, record.plan.cluster, typed);
  const claim = await record.claim(operator());
  try {
    await salvageRun(record, { steps, context: cluster.stepContext(record), who: operator() });
  } finally {
    await claim.release();
  }
}

/**
 * Takes a run back to where it began, through all its hops, or finishes an earlier attempt. A run that is back already
 * is left alone.
 * @throws BaiupError `run.damaged`, `run.capture-lost`, `run.unknown`, `run.superseded`, `run.forgotten`, `run.driven-elsewhere`,
 * `run.hosts-away`, `cluster.*`
 */
export async function rollback(request: RollbackRequest): Promise<RunView> {
  const record = await runJournal().open(request.run);
  await salvage(record, request);
  const before = await oneRun(request.run);
  await refuseSuperseded(runJournal(), before);
  if (before.state === 'rolled-back') return before;
  refuseForgotten(before);
  const run = await openRunCluster(record, request.clusterFile);
  sameCluster(run.cluster, record.plan.cluster, request.run);
  await refuseHostsAway(run.cluster, record, 'rollback', request.accept);
  const act = async (drive: Drive): Promise<RunView> => {
    await tellDifferences(drive, run);
    return engine.rollback(drive);
  };
  return explainMoved(run, record, () =>
    driveRun(run.cluster, record, `rollback to ${record.plan.from}`, request, act),
  );
}
