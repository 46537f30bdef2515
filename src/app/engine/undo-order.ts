import type { Node } from '../../core/plan/frontier.ts';
import type { PlacedStep } from '../../core/plan/walk.ts';
import { type AnyStep, nothingToUndo } from '../steps/step.ts';
import { stepNamed } from './carry-out.ts';

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
  const earliest = new Map<string, number>();
  for (const { key, hop } of keyed) {
    if (key !== undefined) earliest.set(key, Math.min(hop, earliest.get(key) ?? hop));
  }
  const isOverwritten = ({ key, hop }: (typeof keyed)[number]): boolean =>
    key !== undefined && hop > (earliest.get(key) ?? hop);
  const idsWhere = (test: (each: (typeof keyed)[number]) => boolean) =>
    new Set(keyed.filter(test).map(({ id }) => id));

  const dependants = new Map<string, string[]>();
  for (const { step } of placed) {
    for (const need of step.needs) {
      const known = dependants.get(need);
      if (known) known.push(step.id);
      else dependants.set(need, [step.id]);
    }
  }
  return {
    nodes: placed.map(({ step }) => ({
      id: step.id,
      needs: dependants.get(step.id) ?? [],
      hosts: step.hosts,
    })),
    harmless: idsWhere(({ nothing }) => nothing),
    overwritten: idsWhere(isOverwritten),
  };
}
