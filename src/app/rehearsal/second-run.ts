import type { Plan, PlannedStep } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { fingerprint } from '../../lib/stable-json.ts';
import type { StepContext } from '../steps/context.ts';
import { headOf, type MigrationParams, startAgain } from '../steps/migration.ts';
import { schemaMigrate } from '../steps/schema-migrate.ts';
import { databaseIn } from '../steps/which-database.ts';

const stateOf = async (params: MigrationParams, context: StepContext): Promise<string> => {
  const database = databaseIn(context, params);
  return fingerprint([await database.revisions(), await database.schema()]);
};

/** The last migration of each database. */
export function lastOfEach(plan: Plan): PlannedStep[] {
  const migrations = walkPlan(plan).filter(({ step }) => step.kind === schemaMigrate.kind);
  const last = new Map(migrations.map(({ step }) => [step.params['database'], step]));
  return [...last.values()];
}

async function repeats(step: PlannedStep, context: StepContext): Promise<boolean> {
  const params = schemaMigrate.params.parse(step.params);
  if ((await schemaMigrate.probe(params, context, false)) !== 'done') return false;
  const before = await stateOf(params, context);
  const migrator = await startAgain(params, context);
  const revisions = await migrator.go(context.signal);
  const [row, ...others] = await databaseIn(context, params).revisions();
  const isThere = row === headOf(params) && others.length === 0;
  return revisions.length === 0 && isThere && (await stateOf(params, context)) === before;
}

/**
 * Whether a second run does nothing: the last migration of each database finds nothing to do, and its migrator leaves
 * tables and `alembic_version` as they are.
 */
export async function repeatsNothing(plan: Plan, context: StepContext): Promise<boolean> {
  for (const step of lastOfEach(plan)) {
    if (!(await repeats(step, context))) return false;
  }
  return true;
}
