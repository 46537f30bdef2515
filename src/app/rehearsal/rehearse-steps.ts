import { barrierKind, nodeOf } from '../../core/plan/barrier.ts';
import { limitsOf } from '../../core/plan/limits.ts';
import { onlyKinds } from '../../core/plan/only-kinds.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { type PlacedStep, walkPlan } from '../../core/plan/walk.ts';
import type { Failure, RunEvent } from '../../core/run/event.ts';
import { carryOut, failureOf, type Tell } from '../engine/carry-out.ts';
import { runGraph } from '../engine/graph.ts';
import type { Drive } from '../engine/port.ts';

/** What of a plan can be done on copies. */
const kinds: ReadonlySet<string> = new Set([
  'environment.stage',
  'schema.expect',
  'database.create',
  'migrator.warm',
  'database.capture',
  'database.aside',
  'database.note',
  'database.name',
  'configstore.capture',
  'schema.migrate',
  'slots.add',
  'census.view',
  'configstore.edit',
  'proxy.move',
  'schema.prove',
  'census.prove',
  barrierKind,
]);

export type Finished = Extract<RunEvent, { kind: 'step.finished' }>;

/** What became of the steps, by their ids. */
export interface RehearsedSteps {
  readonly ended: ReadonlyMap<string, Finished>;
  /** All of them: what ran beside the first that failed may have failed too. */
  readonly failures: ReadonlyMap<string, Failure>;
  /** Bytes of the database once a step had ended. */
  readonly sizes: ReadonlyMap<string, number>;
  /** The first. */
  readonly failed?: PlacedStep;
}

/** After these the database is looked at: before the first revision of a hop and after the last. */
const sized: ReadonlySet<string> = new Set(['database.capture', 'database.aside', 'schema.migrate']);

/** What was set aside has no name of its own until its copy is migrated: that is looked at. */
function sizeAfter({ step, hop }: PlacedStep, { database, run }: Drive['context']): Promise<number> {
  const isAside = step.kind === 'database.aside' || step.params['aside'] === true;
  return isAside ? database.aside({ run, hop: hop + 1 }).size('copy') : database.size();
}

/**
 * Carries out the plan's steps on the copies, in the plan's order. It ends at the first failure; nothing has to be
 * undone.
 */
export async function rehearseSteps(
  plan: Plan,
  drive: Pick<Drive, 'steps' | 'context'>,
  tell: Tell,
): Promise<RehearsedSteps> {
  const placed = walkPlan(plan);
  const byId = new Map(placed.map((each) => [each.step.id, each]));
  const ended = new Map<string, Finished>();
  const failures = new Map<string, Failure>();
  const sizes = new Map<string, number>();
  const listening: Tell = async (fact) => {
    const event = await tell(fact);
    if (event.kind === 'step.failed') failures.set(event.step, event.failure);
    if (event.kind === 'step.finished') {
      ended.set(event.step, event);
      const step = byId.get(event.step);
      if (step && sized.has(step.step.kind) && step.step.params['database'] === undefined)
        sizes.set(event.step, await sizeAfter(step, drive.context));
    }
    return event;
  };
  const done = onlyKinds(
    placed.map(({ step }) => step),
    kinds,
  );
  const { signal } = drive.context;
  const end = await runGraph(
    done.map(nodeOf),
    async (id) => carryOut(byId.get(id) as PlacedStep, false, drive, listening),
    { done: new Set(), paused: () => signal.aborted, limits: limitsOf(plan) },
  );
  signal.throwIfAborted();
  if (!end.failed) return { ended, failures, sizes };
  const { id, error } = end.failed;
  if (!failures.has(id)) failures.set(id, failureOf(error));
  const failed = byId.get(id);
  return { ended, failures, sizes, ...(failed ? { failed } : {}) };
}
