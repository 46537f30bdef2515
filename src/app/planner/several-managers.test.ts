import { expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { planned } from './simulated-plan.ts';
import { orderOf } from './sound/order.ts';
import { soundPlan } from './sound/sound-plan.ts';

const inventory = simulatedInventory([
  simulatedMember('m1', 'manager', 8081),
  simulatedMember('m2', 'manager', 8082),
  simulatedMember('a1', 'agent', 6001),
]);

it.each([
  ['24.03.11', '24.09.4', 'a major hop', 1],
  ['26.04.10', '26.04.16', 'a minor hop with revisions', 1],
  ['24.03.10', '24.03.11', 'a minor hop without revisions', 0],
])('of several managers from %s to %s, %s, all stop, one migrates, all start', (from, to, _what, count) => {
  const plan = planned(from, to, { inventory });
  expect(soundPlan(plan)).toEqual([]);
  const placed = walkPlan(plan);
  const order = orderOf(placed);
  const idsOf = (kind: string) => placed.flatMap(({ step }) => (step.kind === kind ? [step.id] : []));
  const stops = ['1.stop.m1', '1.stop.m2'];
  expect(idsOf('schema.migrate')).toHaveLength(count);
  expect(idsOf('migrator.warm')).toHaveLength(count);
  for (const id of [...idsOf('others.leave'), ...idsOf('schema.migrate')])
    expect([...order.before(id)]).toEqual(expect.arrayContaining(stops));
  // None of the old release runs when the first of the new one does.
  for (const id of ['1.start.m1', '1.start.m2'])
    expect([...order.before(id)]).toEqual(expect.arrayContaining([...stops, ...idsOf('schema.migrate')]));
});
