import type { Phase, Plan, PlannedStep } from '../../src/core/plan/plan.ts';

/** A phase with its place in the plan. */
export interface PlacedPhase {
  /** Counted through the plan. */
  readonly index: number;
  readonly hop: number;
  readonly title: string;
  readonly side: Phase['side'];
  readonly wave?: number;
  readonly beside?: true;
  /** Without those that only wait for others. */
  readonly steps: readonly PlannedStep[];
}

export interface Member {
  readonly id: string;
  readonly component: string;
  readonly host: string;
}

/** A plan, ready to find what a step's id leads to. */
export interface PlanIndex {
  readonly plan: Plan;
  readonly phases: readonly PlacedPhase[];
  readonly phaseOf: ReadonlyMap<string, PlacedPhase>;
  readonly steps: ReadonlyMap<string, PlannedStep>;
  /** Every host of the plan, in its order. */
  readonly hosts: readonly string[];
  readonly stepsOf: ReadonlyMap<string, readonly PlannedStep[]>;
  readonly membersOf: ReadonlyMap<string, readonly Member[]>;
}

const onlyWaits = ({ kind }: PlannedStep): boolean => kind === 'barrier';

function placed(plan: Plan): PlacedPhase[] {
  const all = plan.hops.flatMap(({ phases }, hop) => phases.map((phase) => ({ phase, hop })));
  return all.map(({ phase: { title, side, wave, beside, steps }, hop }, index) => ({
    ...{ index, hop, title, side, steps: steps.filter((step) => !onlyWaits(step)) },
    ...(wave === undefined ? {} : { wave }),
    ...(beside ? { beside } : {}),
  }));
}

export function indexPlan(plan: Plan): PlanIndex {
  const phases = placed(plan);
  const phaseOf = new Map<string, PlacedPhase>();
  const steps = new Map<string, PlannedStep>();
  const members = plan.facts.components.map(({ id, component, host }) => ({ id, component, host }));
  const stepsOf = new Map<string, PlannedStep[]>(members.map(({ host }) => [host, []]));
  for (const phase of phases)
    for (const step of phase.steps) {
      phaseOf.set(step.id, phase);
      steps.set(step.id, step);
      for (const host of step.hosts) {
        const known = stepsOf.get(host);
        if (known) known.push(step);
        else stepsOf.set(host, [step]);
      }
    }
  const membersOf = Map.groupBy(members, ({ host }) => host);
  return { plan, phases, phaseOf, steps, hosts: [...stepsOf.keys()], stepsOf, membersOf };
}
