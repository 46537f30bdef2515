import { onlyKinds } from '../../core/plan/only-kinds.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { RehearsedHop } from '../../core/plan/receipt.ts';
import { type PlacedStep, walkPlan } from '../../core/plan/walk.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { carryOut, failureOf, type Tell } from '../engine/carry-out.ts';
import { runGraph } from '../engine/graph.ts';
import type { Drive } from '../engine/port.ts';

/** What of a plan can be done on copies. */
const kinds: ReadonlySet<string> = new Set([
  'environment.stage',
  'schema.expect',
  'migrator.warm',
  'database.capture',
  'configstore.capture',
  'schema.migrate',
  'schema.prove',
]);

/** What of it belongs to the database. */
const databaseKinds: ReadonlySet<string> = new Set(['database.capture', 'schema.migrate', 'schema.prove']);

type Finished = Extract<RunEvent, { kind: 'step.finished' }>;

export interface Rehearsed {
  readonly hops: RehearsedHop[];
  readonly steps: Readonly<Record<string, number>>;
  readonly failure?: { readonly step: string; readonly code: string; readonly message: string };
}

function hopOf(plan: Plan, index: number, ended: ReadonlyMap<string, Finished>): RehearsedHop {
  const { from = '', to = '' } = plan.hops[index] ?? {};
  const placed = walkPlan(plan).filter(({ step, hop }) => hop === index && databaseKinds.has(step.kind));
  const resultOf = (kind: string): Record<string, unknown> => {
    const id = placed.find(({ step }) => step.kind === kind)?.step.id ?? '';
    return (ended.get(id)?.result ?? {}) as Record<string, unknown>;
  };
  const proof = resultOf('schema.prove');
  const count = (name: string): number => Number(proof[name] ?? 0);
  return {
    from,
    to,
    seconds: placed.reduce((sum, { step }) => sum + (ended.get(step.id)?.seconds ?? 0), 0),
    revisions: (resultOf('schema.migrate')['revisions'] ?? []) as RehearsedHop['revisions'],
    drift: { structural: count('structural'), cosmetic: count('cosmetic'), allowed: count('allowed') },
    alembicVersion: (proof['revisions'] ?? []) as string[],
    ok: placed.every(({ step }) => ended.has(step.id)),
  };
}

/** The plan's own steps on copies, in the plan's order; what failed ends it, and nothing has to be undone. */
export async function rehearseSteps(
  plan: Plan,
  drive: Pick<Drive, 'steps' | 'context'>,
  tell: Tell,
): Promise<Rehearsed> {
  const placed = walkPlan(plan);
  const byId = new Map(placed.map((each) => [each.step.id, each]));
  const ended = new Map<string, Finished>();
  const listening: Tell = async (fact) => {
    const event = await tell(fact);
    if (event.kind === 'step.finished') ended.set(event.step, event);
    return event;
  };
  const nodes = onlyKinds(
    placed.map(({ step }) => step),
    kinds,
  );
  const end = await runGraph(
    nodes,
    async (id) => carryOut(byId.get(id) as PlacedStep, false, drive, listening),
    { done: new Set(), paused: () => drive.context.signal.aborted },
  );
  drive.context.signal.throwIfAborted();
  const hops = plan.hops.map((_hop, index) => hopOf(plan, index, ended));
  const steps = Object.fromEntries([...ended].map(([id, { seconds }]) => [id, seconds]));
  if (!end.failed) return { hops, steps };
  const { code, message } = failureOf(end.failed.error);
  return { hops, steps, failure: { step: end.failed.id, code, message } };
}

/** Whether the last migration, asked again, finds nothing to do. */
export async function repeatsNothing(
  plan: Plan,
  { steps, context }: Pick<Drive, 'steps' | 'context'>,
): Promise<boolean> {
  const last = walkPlan(plan).findLast(({ step }) => step.kind === 'schema.migrate')?.step;
  const migrate = steps.find(({ kind }) => kind === last?.kind);
  if (!last || !migrate) return true;
  return (await migrate.probe(migrate.params.parse(last.params), context, false)) === 'done';
}
