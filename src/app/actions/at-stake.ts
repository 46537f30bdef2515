import { type SessionsSince, sessionsSince } from '../../core/cluster/live-session.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { positionOf } from '../engine/position.ts';
import { runJournal } from '../records/run-journal.ts';
import { notedSessions } from '../steps/noted-sessions.ts';
import { schemaMigrate } from '../steps/schema-migrate.ts';
import { openCluster } from '../wiring/open-cluster.ts';

/**
 * What a rollback of a run would mean for sessions: those begun since would be given up, those ended since would be
 * believed to run. It only reads.
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
  const noted = await notedSessions(hop, { runFolder: record.folder });
  const { readers } = await openCluster(clusterFile);
  const now = await readers.database.sessions().catch(() => undefined);
  return noted && now && sessionsSince(noted, now);
}
