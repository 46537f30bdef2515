import { type Plan, phaseSides } from '../../../core/plan/plan.ts';
import type { PlacedStep } from '../../../core/plan/walk.ts';
import { environmentStage } from '../../steps/environment-stage.ts';
import { runnerPrepare } from '../../steps/runner-prepare.ts';
import { schemaExpect } from '../../steps/schema-expect.ts';
import { atHop, atStep, type Flaw } from './flaw.ts';
import { sortedByNeeds } from './order.ts';

/** Environments of all hops, and what their containers need, are made before the first stop. */
const stagedAtOnce: ReadonlySet<string> = new Set([
  environmentStage.kind,
  runnerPrepare.kind,
  schemaExpect.kind,
]);

/** Ids that are there twice, needs that are nowhere or later, and circles. */
function graphFlaws(placed: readonly PlacedStep[]): Flaw[] {
  const byId = new Map(placed.map((each) => [each.step.id, each]));
  const twice = placed.filter((each) => byId.get(each.step.id) !== each);
  if (twice.length > 0) return twice.map((each) => ({ where: atStep(each), what: 'its id appears twice' }));
  const astray = placed.flatMap((each) =>
    each.step.needs.flatMap((need): Flaw[] => {
      const found = byId.get(need);
      if (!found) return [{ where: atStep(each), what: `it needs ${need}, which is not in the plan` }];
      return found.hop > each.hop && !stagedAtOnce.has(found.step.kind)
        ? [{ where: atStep(each), what: `it needs ${need}, which belongs to a later hop` }]
        : [];
    }),
  );
  if (astray.length > 0) return astray;
  const sorted = new Set(sortedByNeeds(placed).map(({ step }) => step.id));
  const first = placed.find(({ step }) => !sorted.has(step.id));
  return first ? [{ where: atStep(first), what: 'it waits for itself, in a circle of needs' }] : [];
}

/** A hop goes from before over stopped to back. */
function phaseFlaws({ hops }: Plan): Flaw[] {
  return hops.flatMap(({ phases }, hop) => {
    const ranks = phases.map(({ side }) => phaseSides.indexOf(side));
    const falls = ranks.findIndex((rank, index) => index > 0 && rank < (ranks[index - 1] ?? 0));
    return falls < 0
      ? []
      : [{ where: atHop(hop), what: `phase ${phases[falls]?.name} comes after a phase of a later side` }];
  });
}

export function needsFlaws(plan: Plan, placed: readonly PlacedStep[]): Flaw[] {
  return [...phaseFlaws(plan), ...graphFlaws(placed)];
}
