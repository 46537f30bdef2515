import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import { simulatedFleet, snapshotOfFleet } from '../../core/cluster/simulated-fleet.ts';
import { findPath } from '../../core/path/find-path.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { makePlan } from './make-plan.ts';

const catalog = loadCatalog();
const [from, to] = ['23.09.10', '24.09.4'].map(parseVersion) as [
  ReturnType<typeof parseVersion>,
  ReturnType<typeof parseVersion>,
];

function planned(agents: number, windows: 'each' | 'one' = 'each'): Plan {
  const inventory = simulatedFleet(agents);
  const snapshot = snapshotOfFleet(inventory, from, catalog.find(from)?.schema.heads[0] ?? '');
  const path = findPath(catalog, from, to, {});
  const configurations = new Map(
    inventory.components.map(({ id }) => [id, '[agent]\nscaling-group = "a"\n']),
  );
  return makePlan({
    inventory,
    snapshot,
    catalog,
    path,
    windows,
    configurations,
    findings: [],
    accepted: [],
  });
}

const sizes = (plan: Plan) => {
  const steps = walkPlan(plan).map(({ step }) => step);
  return {
    steps: steps.length,
    edges: steps.reduce((sum, { needs }) => sum + needs.length, 0),
    // Ids and addresses grow by a digit now and then.
    bytes: JSON.stringify([plan.hops, plan.facts]).replace(/\d+/g, '0').length,
  };
};

describe('a plan for many agents', () => {
  it.each(['each', 'one'] as const)('grows by the same for each agent, windows %s', (windows) => {
    const [some, more, most] = [100, 200, 400].map((agents) => sizes(planned(agents, windows)));
    if (!some || !more || !most) expect.unreachable();
    for (const key of ['steps', 'edges', 'bytes'] as const) {
      expect(most[key] - more[key], key).toBe(2 * (more[key] - some[key]));
    }
    expect(some.edges).toBeLessThan(5 * some.steps);
  });

  it('stops and starts first whom most wait for, wherever cluster.yaml has it', () => {
    const inventory = simulatedFleet(3);
    const last = { ...inventory, components: inventory.components.toReversed() };
    const snapshot = snapshotOfFleet(last, from, catalog.find(from)?.schema.heads[0] ?? '');
    const path = findPath(catalog, from, to, {});
    const plan = makePlan({
      inventory: last,
      snapshot,
      catalog,
      path,
      windows: 'one',
      findings: [],
      accepted: [],
    });
    const first = (kind: string) =>
      walkPlan(plan).find(({ step }) => step.kind === kind)?.step.params['member'];
    expect([first('service.stop'), first('service.start')]).toEqual(['m1', 'm1']);
  });
});
