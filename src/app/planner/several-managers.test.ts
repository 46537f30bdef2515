import { expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { lockSteps } from './lock-steps.ts';
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
  const configurations = new Map([['m2', '[manager]\ndistributed_lock = "redlock"\n']]);
  const plan = planned(from, to, { inventory, configurations });
  expect(soundPlan(plan)).toEqual([]);
  const placed = walkPlan(plan);
  const order = orderOf(placed);
  const idsOf = (kind: string) => placed.flatMap(({ step }) => (step.kind === kind ? [step.id] : []));
  const stops = ['1.stop.m1', '1.stop.m2'];
  expect(idsOf('schema.migrate')).toHaveLength(count);
  expect(idsOf('migrator.warm')).toHaveLength(count);
  expect(idsOf('locks.release')).toContain('1.release.locks');
  for (const id of [...idsOf('others.leave'), ...idsOf('schema.migrate'), '1.release.locks'])
    expect([...order.before(id)]).toEqual(expect.arrayContaining(stops));
  // None of the old release runs when the first of the new one does.
  for (const id of ['1.start.m1', '1.start.m2'])
    expect([...order.before(id)]).toEqual(
      expect.arrayContaining([...stops, ...idsOf('schema.migrate'), '1.release.locks']),
    );
});

it.each(['', '[manager]\ndistributed-lock = "pg_advisory"\n'])(
  'locks that end with their managers are left: %j',
  (text) => {
    const configurations = new Map([['m1', text]]);
    const plan = planned('24.03.11', '24.09.4', { inventory, configurations });
    expect(walkPlan(plan).filter(({ step }) => step.kind === 'locks.release')).toEqual([]);
  },
);

it('locks are left while one manager runs on', () => {
  const manager = (id: string, turns: boolean) =>
    ({
      member: { id, host: 'local', component: 'manager' },
      component: { name: 'manager' },
      inSource: true,
      inTarget: true,
      turns,
    }) as HopMember;
  const hop = { number: 1, locksInRedis: true, mixed: true, legs: [], kind: 'minor' } as const;
  const stepsOf = (second: boolean) =>
    lockSteps({ ...hop, members: [manager('m1', true), manager('m2', second)] } as unknown as HopDraft, []);
  expect(stepsOf(false)).toEqual([]);
  expect(stepsOf(true)).toMatchObject([{ kind: 'locks.release' }]);
});
