import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { needsOf, planned } from './simulated-plan.ts';
import { soundPlan } from './sound/sound-plan.ts';

const inventory = {
  ...simulatedInventory([
    simulatedMember('m1', 'manager', 8081),
    simulatedMember('a1', 'agent', 6001),
    simulatedMember('s1', 'storage-proxy', 6022),
    simulatedMember('w1', 'webserver', 8090),
  ]),
  announcement: {},
};
const stepsIn = (plan: Plan): string[] =>
  walkPlan(plan).flatMap(({ step }) => (step.kind.startsWith('announcement.') ? [step.id] : []));
const firstStop = (plan: Plan, hop: number): string =>
  walkPlan(plan).find((each) => each.hop === hop && each.step.kind === 'service.stop')?.step.id ?? '';

describe('a plan of a cluster that wants announcements', () => {
  const plan = planned('23.09.10', '24.09.4', { inventory });

  it('announces each outage before its first stop, and gives back once it is proven', () => {
    expect(plan.hops.length).toBeGreaterThan(1);
    expect(stepsIn(plan)).toEqual(
      plan.hops.flatMap((_hop, index) => [
        `${index + 1}.announce.note`,
        `${index + 1}.announce.set`,
        `${index + 1}.announce.end`,
      ]),
    );
    for (const [index] of plan.hops.entries()) {
      expect(needsOf(plan, firstStop(plan, index))).toContain(`${index + 1}.announce.set`);
      expect(needsOf(plan, `${index + 1}.announce.end`)).toContain(`${index + 1}.proven`);
    }
  });

  it('tells users at once, before anything else is done, and of a later outage once the one before is over', () => {
    expect(needsOf(plan, '1.announce.set')).toEqual(['1.announce.note']);
    expect(needsOf(plan, '2.announce.note')).toContain('1.announce.end');
  });

  it('is one that a planner makes', () => {
    expect(soundPlan(plan)).toEqual([]);
  });

  it('announces nothing where the file does not want it, or its operator does not', () => {
    expect(stepsIn(planned('23.09.10', '24.09.4'))).toEqual([]);
    const without = planned('23.09.10', '24.09.4', { inventory, noAnnouncement: true });
    expect(stepsIn(without)).toEqual([]);
    expect(without.noAnnouncement).toBe(true);
    expect(without.id).not.toBe(plan.id);
  });
});
