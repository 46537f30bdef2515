import type { Plan } from '../../core/plan/plan.ts';
import { type PlacedStep, walkPlan } from '../../core/plan/walk.ts';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from '../steps/context.ts';
import { type AnyStep, nothingToUndo } from '../steps/step.ts';
import { beginsWith, stepNamed } from './carry-out.ts';

interface Looked extends PlacedStep {
  readonly kind: AnyStep;
  readonly params: unknown;
}

/** Steps that have not finished: what they keep in the run's folder is missing. */
async function unfinished(steps: readonly Looked[], context: StepContext): Promise<Looked[]> {
  const kept = await Promise.all(steps.map(({ kind, params }) => kind.isKept?.(params, context) ?? true));
  return steps.filter((_each, index) => !kept[index]);
}

/** Ids of all that needs one of these, directly or through others, with the one of these that it needs. */
function needing(some: readonly Looked[], steps: readonly Looked[]): Map<string, Looked> {
  const dependants = new Map<string, string[]>();
  for (const { step } of steps) {
    for (const need of step.needs) {
      const known = dependants.get(need);
      if (known) known.push(step.id);
      else dependants.set(need, [step.id]);
    }
  }
  const found = new Map<string, Looked>();
  const left = some.map((because) => ({ id: because.step.id, because }));
  for (let next = left.pop(); next; next = left.pop()) {
    const { because } = next;
    for (const id of dependants.get(next.id) ?? []) {
      if (found.has(id)) continue;
      found.set(id, because);
      left.push({ id, because });
    }
  }
  return found;
}

function captureLost(changed: Looked, capture: Looked): BaiupError {
  return new BaiupError(
    'run.capture-lost',
    `"${changed.step.title}" was done, and what "${capture.step.title}" captured is not in the run's folder`,
    {
      left: 'nothing was changed now; without that capture baiup cannot put the data back',
      hint: 'copy the capture back into the folder from a backup, then type the command again; or restore the database manually',
    },
  );
}

/**
 * Data that was changed though what was captured of it is gone.
 * @throws BaiupError `run.capture-lost`
 */
async function refuseLostCaptures(
  excluded: readonly { readonly each: Looked; readonly because: Looked }[],
  believed: ReadonlySet<string>,
  context: StepContext,
): Promise<void> {
  for (const { each, because } of excluded) {
    if (!each.kind.data) continue;
    const isDone =
      believed.has(each.step.id) || (await each.kind.probe(each.params, context, false)) === 'done';
    if (isDone) throw captureLost(each, because);
  }
}

/**
 * The steps that we must assume to have begun if the journal cannot tell: every step of the plan, except captures that
 * were never made and what needs them.
 * @param events those of the journal that can be believed
 * @throws BaiupError `run.capture-lost` where data was changed and what was captured of it is gone
 */
export async function assumeBegun(
  plan: Plan,
  events: readonly RunEvent[],
  kinds: readonly AnyStep[],
  context: StepContext,
): Promise<RunFact[]> {
  const steps = walkPlan(plan).map((placed): Looked => {
    const kind = stepNamed(kinds, placed.step.kind);
    return { ...placed, kind, params: kind.params.parse(placed.step.params) };
  });
  const believed = new Set(events.flatMap((event) => (event.kind === 'step.started' ? [event.step] : [])));
  const never = await unfinished(steps, context);
  const without = needing(never, steps);
  const untouched = new Set([...without.keys(), ...never.map(({ step }) => step.id)]);
  const excluded = steps.flatMap((each) => {
    const because = without.get(each.step.id);
    return because ? [{ each, because }] : [];
  });
  await refuseLostCaptures(excluded, believed, context);
  return steps
    .filter(
      ({ kind, step }) => kind.undo !== nothingToUndo && (!untouched.has(step.id) || believed.has(step.id)),
    )
    .map(({ kind, params, ...placed }) => ({ kind: 'step.started', ...beginsWith(placed, kind, params) }));
}
