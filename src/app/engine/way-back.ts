import type { Node } from '../../core/plan/frontier.ts';
import { type PlacedStep, walkPlan } from '../../core/plan/walk.ts';
import { type AnyStep, nothingToUndo } from '../steps/step.ts';
import { stepNamed } from './carry-out.ts';
import type { Drive } from './port.ts';
import type { Position } from './position.ts';

/** A step that was begun once, as going back sees it. */
export interface StepBack {
  readonly placed: PlacedStep;
  readonly step: AnyStep;
  readonly params: unknown;
  /** The member that it concerns alone. */
  readonly member: string | undefined;
  /** The data that it changes. */
  readonly data: string | undefined;
  /** An earlier hop's undo will overwrite its own: it counts as undone at once. */
  readonly overwritten: boolean;
}

export interface WayBack {
  /** In the order of undoing; what has nothing to undo is passed. */
  readonly nodes: readonly Node[];
  /** What each step of the plan was built on. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  /** All that was ever begun and has an undo. */
  readonly steps: ReadonlyMap<string, StepBack>;
  /** What is left to undo; grows and shrinks as going back goes on. */
  readonly pending: Set<string>;
  /** Those of them that were undone before and did not come about. */
  readonly reopened: ReadonlySet<string>;
}

function firstHops(keyed: readonly { readonly key: string | undefined; readonly hop: number }[]) {
  const first = new Map<string, number>();
  for (const { key, hop } of keyed) {
    if (key !== undefined) first.set(key, Math.min(hop, first.get(key) ?? hop));
  }
  return first;
}

/** The plan's order turned round: each after everything that needed it. */
function turnedRound(placed: readonly PlacedStep[], isWork: (id: string) => boolean): Node[] {
  const dependants = new Map<string, string[]>();
  for (const { step } of placed) {
    for (const need of step.needs) {
      const known = dependants.get(need);
      if (known) known.push(step.id);
      else dependants.set(need, [step.id]);
    }
  }
  return placed.map(({ step: { id, hosts } }) => {
    const needs = dependants.get(id) ?? [];
    return isWork(id) ? { id, needs, hosts } : { id, needs, barrier: true };
  });
}

/**
 * The way back through some hops: every step that began, also those that an earlier attempt has undone. If several hops
 * have undos with the same key (restore the database, start the manager), only the earliest hop's runs, because it
 * overwrites the later ones.
 * @param only which steps; all unless told
 */
export function wayBack(
  { record, steps }: Pick<Drive, 'record' | 'steps'>,
  hops: readonly number[],
  { touched, undone, reopened }: Pick<Position, 'touched' | 'undone' | 'reopened'>,
  only: (placed: PlacedStep) => boolean = () => true,
): WayBack {
  const placed = walkPlan(record.plan).filter((each) => hops.includes(each.hop) && only(each));
  const read = placed.flatMap((each) => {
    const { id, kind, params: given } = each.step;
    if (!touched.has(id) && !undone.has(id)) return [];
    const step = stepNamed(steps, kind);
    if (step.undo === nothingToUndo) return [];
    const params: unknown = step.params.parse(given);
    return [{ placed: each, hop: each.hop, step, params, key: step.undoKey?.(params) }];
  });
  const first = firstHops(read);
  const all = read.map(({ placed: each, step, params, key }): StepBack => {
    const overwritten = key !== undefined && (first.get(key) ?? each.hop) < each.hop;
    const [member, data] = [step.member?.(params), step.data?.(params)];
    return { placed: each, step, params, member, data, overwritten };
  });
  const byId = new Map(all.map((each) => [each.placed.step.id, each]));
  return {
    nodes: turnedRound(placed, (id) => byId.has(id)),
    needs: new Map(placed.map(({ step }) => [step.id, step.needs])),
    steps: byId,
    pending: new Set([...byId.keys()].filter((id) => touched.has(id))),
    reopened,
  };
}
