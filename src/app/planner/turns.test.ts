import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { needsOf, planned } from './simulated-plan.ts';
import { soundPlan } from './sound/sound-plan.ts';

const minor = ['24.03.10', '24.03.11'] as const;
const turns = ({ hops: [hop] }: Plan) =>
  Object.fromEntries((hop?.turns ?? []).map(({ member, how, why }) => [member, how === 'stop' ? why : how]));
const ids = ({ hops: [hop] }: Plan) => (hop?.phases ?? []).flatMap(({ steps }) => steps.map(({ id }) => id));

describe('plan --turn beside', () => {
  it('turns managers, storage-proxies and webservers beside, and stops agents afterwards', () => {
    const plan = planned(...minor, { turn: 'beside' });
    expect(turns(plan)).toEqual({
      m1: 'beside',
      s1: 'beside',
      w1: 'beside',
      a1: 'only one process may have its containers; its sessions go on while it turns',
    });
    expect(soundPlan(plan)).toEqual([]);
    expect(needsOf(plan, '1.stop.a1')).toEqual(expect.arrayContaining(['1.alone.s1', '1.alone.w1']));
    expect(needsOf(plan, '1.stand-in.w1')).toContain('1.alone.m1');
    expect(needsOf(plan, '1.stop.w1')).toContain('1.stand-in.w1');
    expect(needsOf(plan, '1.prove.m1')).toEqual(
      expect.arrayContaining(['1.alone.s1', '1.start.m1', '1.start.a1']),
    );
    expect(ids(plan).filter((id) => /capture\.(database|etcd)|park\.(m1|w1|s1)/.test(id))).toEqual([]);
    const stopped = plan.hops[0]?.phases.filter(({ side }) => side === 'stopped') ?? [];
    expect(stopped.flatMap(({ steps }) => steps.map(({ id }) => id)).filter((id) => /stop/.test(id))).toEqual(
      ['1.stop.a1'],
    );
  });

  it('turns several managers one after the other', () => {
    const inventory = simulatedInventory([
      simulatedMember('m1', 'manager', 8081),
      simulatedMember('m2', 'manager', 8082),
      simulatedMember('a1', 'agent', 6001),
    ]);
    const plan = planned(...minor, { turn: 'beside', inventory });
    expect(needsOf(plan, '1.stand-in.m2')).toContain('1.alone.m1');
    expect(soundPlan(plan)).toEqual([]);
  });

  it.each<[string, readonly [string, string], Parameters<typeof planned>[2], RegExp]>([
    ['in a major hop', ['24.03.11', '24.09.4'], {}, /it is a major hop/],
    ['where revisions run', ['24.09.5', '24.09.6'], {}, /revisions change the database/],
    ['between untried releases', ['26.04.15', '26.04.16'], {}, /no program of 26.04 was tried/],
    [
      'before which sessions are ended',
      minor,
      { drain: { policy: 'end', seconds: 60 } },
      /sessions are ended/,
    ],
    [
      'where managers lock by files',
      minor,
      { configurations: new Map([['m1', '[manager]\ndistributed-lock = "filelock"\n']]) },
      /managers turn first, and m1 cannot: manager.distributed-lock is filelock/,
    ],
  ])('stops everybody %s, and says why', (_where, [from, to], asked, why) => {
    const plan = planned(from, to, { ...asked, turn: 'beside' });
    expect(turns(plan)['w1']).toMatch(why);
    expect(plan.findings.find(({ code }) => code === 'turn.stops')?.summary).toMatch(why);
    expect(ids(plan).some((id) => id.includes('stand-in'))).toBe(false);
    expect(soundPlan(plan)).toEqual([]);
  });

  it('says what the vendor says of it where sessions run', () => {
    const found = { workloads: { running: 3, inFlight: 1, pending: 0 } };
    const codes = (plan: Plan) =>
      plan.findings.map(({ code }) => code).filter((code) => code.startsWith('turn.'));
    expect(codes(planned(...minor, { turn: 'beside', found }))).toEqual(['turn.workloads']);
    expect(codes(planned(...minor, { turn: 'beside' }))).toEqual([]);
    expect(codes(planned(...minor, { found }))).toEqual([]);
  });

  it('is refused where nothing stands in for whom it stops', () => {
    const plan = planned(...minor, { turn: 'beside' });
    const without = (name: string): Plan => ({
      ...plan,
      hops: plan.hops.map((hop) => ({
        ...hop,
        phases: hop.phases.map((phase) => ({
          ...phase,
          steps: phase.steps
            .filter(({ id }) => id !== name)
            .map((step) => ({ ...step, needs: step.needs.filter((need) => need !== name) })),
        })),
      })),
    });
    for (const name of ['1.stand-in.w1', '1.alone.s1'])
      expect(
        soundPlan(without(name))
          .map(({ summary }) => summary)
          .join(),
      ).toMatch(/nothing stands in for (w1|s1)/);
  });
});
