import type { PlacedStep } from '../../core/plan/walk.ts';
import type { AnyStep } from '../steps/step.ts';
import { stepNamed } from './carry-out.ts';
import type { Node } from './graph.ts';

export interface UndoOrder {
  /** What is undone, each after everything that needed it. */
  readonly nodes: readonly Node[];
  /** What an earlier hop's undo of the same key makes needless. */
  readonly needless: readonly string[];
}

/**
 * The way back: the steps touched, in the plan's order turned round. Of undos with the same key (restore the
 * database, start the manager) only the earliest hop's counts: it overwrites the later ones.
 */
export function undoOrder(placed: readonly PlacedStep[], steps: readonly AnyStep[]): UndoOrder {
  const earliest = new Map<string, number>();
  const keyOf = ({ step }: PlacedStep): string | undefined => {
    const known = stepNamed(steps, step.kind);
    return known.undoKey?.(known.params.parse(step.params));
  };
  for (const each of placed) {
    const key = keyOf(each);
    if (key !== undefined) earliest.set(key, Math.min(earliest.get(key) ?? each.hop, each.hop));
  }
  const isNeedless = (each: PlacedStep): boolean => {
    const key = keyOf(each);
    return key !== undefined && each.hop > (earliest.get(key) ?? each.hop);
  };
  const needless = placed.filter(isNeedless).map(({ step }) => step.id);
  const dependants = new Map<string, string[]>();
  for (const { step } of placed) {
    for (const need of step.needs) dependants.set(need, [...(dependants.get(need) ?? []), step.id]);
  }
  return { nodes: placed.map(({ step }) => ({ id: step.id, needs: dependants.get(step.id) ?? [] })), needless };
}
