import type { Plan, PlannedStep } from '../../core/plan/plan.ts';
import type { Difference, RehearsedHop } from '../../core/plan/receipt-parts.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { countOf } from '../steps/schema-prove.ts';
import type { RehearsedSteps } from './rehearse-steps.ts';

/** What of a hop belongs to the database. */
const databaseKinds: ReadonlySet<string> = new Set(['database.capture', 'schema.migrate', 'schema.prove']);

const isOfCluster = ({ params }: PlannedStep): boolean => params['database'] === undefined;

/** What is known of a hop beside what its steps said. */
interface Beside {
  readonly etcd: RehearsedHop['etcd'];
  /** Where the proof found the migrated database other than it should be. */
  readonly differences?: readonly Difference[];
}

type Result = {
  readonly revisions?: unknown;
  readonly differences?: readonly Difference[];
};

/** One hop's part of the receipt. */
export function rehearsedHop(
  plan: Plan,
  index: number,
  { ended, sizes }: RehearsedSteps,
  beside: Beside,
): RehearsedHop {
  const { from = '', to = '' } = plan.hops[index] ?? {};
  const placed = walkPlan(plan).filter(
    ({ step, hop }) => hop === index && databaseKinds.has(step.kind) && isOfCluster(step),
  );
  const idOf = (kind: string): string => placed.find(({ step }) => step.kind === kind)?.step.id ?? '';
  const resultOf = (kind: string): Result => (ended.get(idOf(kind))?.result ?? {}) as Result;
  const proof = resultOf('schema.prove');
  const revisions = (resultOf('schema.migrate').revisions ?? []) as RehearsedHop['revisions'];
  const differences = [...(beside.differences ?? proof.differences ?? [])];
  const before = sizes.get(idOf('database.capture'));
  const after = sizes.get(idOf('schema.migrate')) ?? (idOf('schema.migrate') === '' ? before : undefined);
  const peak = Math.max(before ?? 0, after ?? 0, ...revisions.map(({ size = 0 }) => size));
  return {
    from,
    to,
    seconds: placed.reduce((sum, { step }) => sum + (ended.get(step.id)?.seconds ?? 0), 0),
    revisions,
    database: before === undefined || after === undefined ? null : { before, peak, after },
    drift: countOf(differences),
    differences,
    alembicVersion: (proof.revisions ?? []) as string[],
    etcd: beside.etcd,
    ok: placed.every(({ step }) => ended.has(step.id)),
  };
}
