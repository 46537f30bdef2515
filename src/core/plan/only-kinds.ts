import type { PlannedStep } from './plan.ts';

/** The steps of some kinds, each needing what it needed before, also by way of steps that are left out. */
export function onlyKinds(steps: readonly PlannedStep[], kinds: ReadonlySet<string>): PlannedStep[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const known = new Map<string, ReadonlySet<string>>();
  const keptNeeds = (id: string): ReadonlySet<string> => {
    const found = known.get(id);
    if (found) return found;
    const needs = byId.get(id)?.needs ?? [];
    const all = new Set(
      needs.flatMap((need) => (kinds.has(byId.get(need)?.kind ?? '') ? [need] : [...keptNeeds(need)])),
    );
    known.set(id, all);
    return all;
  };
  return steps
    .filter(({ kind }) => kinds.has(kind))
    .map((step) => ({ ...step, needs: [...keptNeeds(step.id)].sort() }));
}
