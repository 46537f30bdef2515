import type { Plan, PlannedStep } from '../../core/plan/plan.ts';
import type { Difference, RehearsedHop } from '../../core/plan/receipt-parts.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { countOf } from '../steps/schema-prove.ts';
import type { RehearsedSteps } from './rehearse-steps.ts';

/** What of a hop belongs to the database. */
const databaseKinds: ReadonlySet<string> = new Set([
  'database.capture',
  'database.aside',
  'database.note',
  'database.name',
  'schema.migrate',
  'census.view',
  'schema.prove',
  'census.prove',
]);

const isOfCluster = ({ params }: PlannedStep): boolean => params['database'] === undefined;

/** What is known of a hop beside what its steps said. */
interface Beside {
  readonly etcd: RehearsedHop['etcd'];
  /** Where the proof found the migrated database other than it should be. */
  readonly differences?: readonly Difference[];
}

/** What a migration and a proof tell. */
interface Result {
  readonly revisions?: readonly unknown[];
  readonly differences?: readonly Difference[];
}

const sizesWithin = (revisions: RehearsedHop['revisions']): number[] => revisions.map(({ size = 0 }) => size);

/** One hop's part of the receipt. */
export function rehearsedHop(
  plan: Plan,
  index: number,
  { ended, sizes }: RehearsedSteps,
  beside: Beside,
): RehearsedHop {
  const { from = '', to = '' } = plan.hops[index] ?? {};
  const placed = walkPlan(plan).filter(({ step, hop }) => hop === index && databaseKinds.has(step.kind));
  const of = (kind: string) => placed.filter(({ step }) => step.kind === kind).map(({ step }) => step);
  // Of the cluster's own database; a component may have one beside it.
  const idOf = (kind: string): string => of(kind).find(isOfCluster)?.id ?? '';
  const resultOf = (id: string): Result => (ended.get(id)?.result ?? {}) as Result;
  const proof = resultOf(idOf('schema.prove'));
  const revisions = of('schema.migrate').flatMap(({ id }) => resultOf(id).revisions ?? []);
  const proven = of('schema.prove').flatMap(({ id }) => resultOf(id).differences ?? []);
  const differences = [...proven, ...(beside.differences ?? [])];
  const before = sizes.get(idOf('database.capture')) ?? sizes.get(idOf('database.aside'));
  const after = sizes.get(idOf('schema.migrate')) ?? (idOf('schema.migrate') === '' ? before : undefined);
  const peak = Math.max(before ?? 0, after ?? 0, ...sizesWithin(revisions as RehearsedHop['revisions']));
  return {
    from,
    to,
    seconds: placed.reduce((sum, { step }) => sum + (ended.get(step.id)?.seconds ?? 0), 0),
    revisions: revisions as RehearsedHop['revisions'],
    database: before === undefined || after === undefined ? null : { before, peak, after },
    drift: countOf(differences),
    differences,
    alembicVersion: (proof.revisions ?? []) as string[],
    etcd: beside.etcd,
    ok: placed.every(({ step }) => ended.has(step.id)),
  };
}
