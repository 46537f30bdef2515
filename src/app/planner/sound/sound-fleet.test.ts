import { expect, it } from 'vitest';
import { simulatedFleet, snapshotOfFleet } from '../../../core/cluster/simulated-fleet.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { walkPlan } from '../../../core/plan/walk.ts';
import { planned } from '../simulated-plan.ts';
import { soundPlan } from './sound-plan.ts';

/** The plan of so many agents whose units name their environments by folders that become links. */
function plannedFleet(agents: number): Plan {
  const inventory = simulatedFleet(agents);
  const { components } = snapshotOfFleet(inventory, '24.03.11', '');
  const named = components.map((each) => ({
    ...each,
    environment: `/opt/${each.id}/.venv`,
    named: { at: `/opt/${each.id}/.venv`, isFolder: true },
  }));
  return planned('24.03.11', '24.09.4', { inventory, found: { components: named } });
}

/** How often the needs of steps are read while a plan is judged. */
function readsOf(plan: Plan): number {
  let reads = 0;
  for (const { step } of walkPlan(plan)) {
    const { needs } = step;
    Object.defineProperty(step, 'needs', {
      get: () => {
        reads += 1;
        return needs;
      },
      enumerable: true,
    });
  }
  expect(soundPlan(plan)).toEqual([]);
  return reads;
}

it('looks at as much more as there are more agents', () => {
  const [some = 0, more = 0, most = 0] = [20, 40, 80].map((agents) => readsOf(plannedFleet(agents)));
  expect(plannedFleet(1).hops[0]?.phases.map(({ name }) => name)).toContain('link');
  expect(most - more).toBe(2 * (more - some));
});
