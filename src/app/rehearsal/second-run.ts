import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { fingerprint } from '../../lib/stable-json.ts';
import type { StepContext } from '../steps/context.ts';
import { headOf, startAgain } from '../steps/migration.ts';
import { schemaMigrate } from '../steps/schema-migrate.ts';

const stateOf = async ({ database }: StepContext): Promise<string> =>
  fingerprint([await database.revisions(), await database.schema()]);

/**
 * Whether the last migration, asked again, finds nothing to do, and the target's migrator, let go again from where it
 * ended, leaves tables and `alembic_version` as they are.
 */
export async function repeatsNothing(plan: Plan, context: StepContext): Promise<boolean> {
  const last = walkPlan(plan).findLast(
    ({ step }) => step.kind === schemaMigrate.kind && step.params['database'] === undefined,
  )?.step;
  if (!last) return true;
  const params = schemaMigrate.params.parse(last.params);
  if ((await schemaMigrate.probe(params, context, false)) !== 'done') return false;
  const before = await stateOf(context);
  const migrator = await startAgain(params, context);
  const revisions = await migrator.go(context.signal);
  const [row, ...others] = await context.database.revisions();
  return (
    revisions.length === 0 &&
    row === headOf(params) &&
    others.length === 0 &&
    (await stateOf(context)) === before
  );
}
