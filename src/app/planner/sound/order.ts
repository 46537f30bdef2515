import type { PlacedStep } from '../../../core/plan/walk.ts';

/** What waits for what, in a plan whose needs are known to be right. */
export interface Order {
  /** Ids of all that only begins once a step is done. */
  after(id: string): ReadonlySet<string>;
  /** Ids of all that is done before a step begins. Who asks whether many steps come before one asks for this. */
  before(id: string): ReadonlySet<string>;
  /** Ids of all that only begins once every one of these steps is done. */
  afterAll(ids: ReadonlySet<string>): ReadonlySet<string>;
}

/**
 * The order that needs make of steps: linear in steps and needs, for whatever is asked.
 * @param sorted each after all that it needs
 */
export function orderOf(sorted: readonly PlacedStep[]): Order {
  const spread = (begins: (needs: readonly string[]) => boolean): Set<string> => {
    const reached = new Set<string>();
    for (const { step } of sorted) {
      if (begins(step.needs) || step.needs.some((need) => reached.has(need))) reached.add(step.id);
    }
    return reached;
  };
  const before = (id: string): Set<string> => {
    const needed = new Set<string>();
    for (const { step } of sorted.toReversed()) {
      if (step.id === id || needed.has(step.id)) for (const need of step.needs) needed.add(need);
    }
    return needed;
  };
  return {
    before,
    after: (id) => spread((needs) => needs.includes(id)),
    // One step gathers all of them: a list, as the planner writes it, or a barrier.
    afterAll: (ids) =>
      ids.size === 0
        ? new Set(sorted.map(({ step }) => step.id))
        : spread((needs) => needs.filter((need) => ids.has(need)).length === ids.size),
  };
}

/** Steps sorted so that each stands after all that it needs; those of a circle are left out. */
export function sortedByNeeds(placed: readonly PlacedStep[]): PlacedStep[] {
  const left = new Map(placed.map(({ step }) => [step.id, step.needs.length]));
  const waiting = new Map<string, PlacedStep[]>();
  for (const each of placed) {
    for (const need of each.step.needs) {
      const list = waiting.get(need);
      if (list) list.push(each);
      else waiting.set(need, [each]);
    }
  }
  const sorted = placed.filter(({ step }) => step.needs.length === 0);
  for (const { step } of sorted) {
    for (const each of waiting.get(step.id) ?? []) {
      const count = (left.get(each.step.id) ?? 0) - 1;
      left.set(each.step.id, count);
      if (count === 0) sorted.push(each);
    }
  }
  return sorted;
}
