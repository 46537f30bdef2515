import type { PlacedStep } from '../../core/plan/walk.ts';
import { type AnyStep, nothingToUndo } from '../steps/step.ts';
import { stepNamed } from './carry-out.ts';
import type { Node } from './graph.ts';

export interface UndoOrder {
  /** What is undone, each after everything that needed it. */
  readonly nodes: readonly Node[];
  /** Those that changed nothing. */
  readonly harmless: ReadonlySet<string>;
  /** Those whose undo an earlier hop's will overwrite: they count as undone at once. */
  readonly overwritten: ReadonlySet<string>;
}

/**
 * The way back: the steps touched, in the plan's order turned round. Of undos with the same key (restore the
 * database, start the manager) only the earliest hop's counts: it overwrites the later ones.
 */
export function undoOrder(placed: readonly PlacedStep[], steps: readonly AnyStep[]): UndoOrder {
  const keyed = placed.map((each) => {
    const step = stepNamed(steps, each.step.kind);
    const key = step.undoKey?.(step.params.parse(each.step.params));
    return { id: each.step.id, hop: each.hop, key, nothing: step.undo === nothingToUndo };
  });
  const isOverwritten = (each: (typeof keyed)[number]): boolean =>
    each.key !== undefined && keyed.some(({ key, hop }) => key === each.key && hop < each.hop);
  const idsWhere = (test: (each: (typeof keyed)[number]) => boolean) =>
    new Set(keyed.filter(test).map(({ id }) => id));

  const dependants = new Map<string, string[]>();
  for (const { step } of placed) {
    for (const need of step.needs) dependants.set(need, [...(dependants.get(need) ?? []), step.id]);
  }
  return {
    nodes: placed.map(({ step }) => ({ id: step.id, needs: dependants.get(step.id) ?? [] })),
    harmless: idsWhere(({ nothing }) => nothing),
    overwritten: idsWhere(isOverwritten),
  };
}
