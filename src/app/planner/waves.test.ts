import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { simulatedFleet } from '../../core/cluster/simulated-fleet.ts';
import { findPath } from '../../core/path/find-path.ts';
import { identified } from '../../core/plan/plan-id.ts';
import type { Waves } from '../../core/plan/waves.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { againstWaves } from './against-waves.ts';
import { needsOf, planned, simulatedGround } from './simulated-plan.ts';
import { soundPlan } from './sound/sound-plan.ts';

const [from, to] = ['24.03.10', '24.03.11'];
const inventory = simulatedFleet(5);
const byTwo: Waves = { size: { by: 'number', agents: 2 }, bake: 60, failures: 0 };
const inWaves = (waves: Waves = byTwo) => planned(from, to, { inventory, waves });

const phases = (plan = inWaves()) => plan.hops[0]?.phases ?? [];
const stopsIn = (name: string) =>
  phases()
    .find((phase) => phase.name === name)
    ?.steps.filter(({ kind }) => kind === 'service.stop')
    .map(({ params }) => params['member']);

describe('agents of a minor hop in waves', () => {
  it('turn once everything else is proven, the canary first', () => {
    const names = phases().map(({ name }) => name);
    expect(names.slice(names.indexOf('manager'))).toEqual([
      'manager',
      'others',
      'prove',
      'wave-0',
      'wave-1',
      'wave-2',
      'proven',
    ]);
    expect(['others', 'wave-0', 'wave-1', 'wave-2'].map(stopsIn)).toEqual([
      ['s1', 'w1'],
      ['a1'],
      ['a2', 'a3'],
      ['a4', 'a5'],
    ]);
  });

  it('each wave waits for the gate of the one before, which waits for all of its agents', () => {
    const plan = inWaves();
    expect(needsOf(plan, '1.stop.a1')).toContain('1.prove.session');
    expect(needsOf(plan, '1.stop.a2')).toEqual(['1.gate.wave-0']);
    expect(needsOf(plan, '1.gate.wave-1').sort()).toEqual([
      '1.prove.a2',
      '1.prove.a3',
      '1.prove.environments.wave-1',
    ]);
    expect(needsOf(plan, '1.proven')).toEqual(['1.gate.wave-2']);
  });

  it('are no part of the downtime', () => {
    const [agentsToo, only] = [planned(from, to, { inventory }), inWaves()];
    const chain = (plan: typeof only) => plan.downtime.hops?.[0]?.chain ?? [];
    expect(chain(agentsToo).some((id) => /\.a\d$/.test(id))).toBe(true);
    expect(chain(only).some((id) => /\.a\d$/.test(id))).toBe(false);
  });

  it('are sound, and count in the id of a plan', () => {
    const plan = inWaves();
    expect(soundPlan(plan)).toEqual([]);
    expect(inWaves({ ...byTwo, failures: 1 }).id).not.toBe(plan.id);
  });

  it.each([
    ['a gate is gone', (id: string) => id === '1.gate.wave-1', 'wave 1 has 0 gates'],
    ['a proof is gone', (id: string) => id === '1.prove.environments.wave-1', 'is not compared'],
  ])('is unsound where %s', (_what, isGone, what) => {
    const plan = inWaves();
    const hops = plan.hops.map((hop) => ({
      ...hop,
      phases: hop.phases.map((phase) => ({
        ...phase,
        steps: phase.steps
          .filter(({ id }) => !isGone(id))
          .map((step) => ({ ...step, needs: step.needs.filter((id) => !isGone(id)) })),
      })),
    }));
    const said = soundPlan(identified({ ...plan, hops })).map(({ summary }) => summary);
    expect(said.some((each) => each.includes(what))).toBe(true);
  });

  it('is unsound where a wave does not wait for the one before', () => {
    const plan = inWaves();
    const early = (step: (typeof plan.hops)[0]['phases'][0]['steps'][0]) =>
      step.id === '1.stop.a4' ? { ...step, needs: ['1.gate.wave-0'] } : step;
    const hops = plan.hops.map((hop) => ({
      ...hop,
      phases: hop.phases.map((phase) => ({ ...phase, steps: phase.steps.map(early) })),
    }));
    expect(soundPlan(identified({ ...plan, hops })).map(({ summary }) => summary)).toContain(
      'hop 1: 1.stop.a4 does not wait until the wave before is proven',
    );
  });
});

describe('agents that a plan leaves for later', () => {
  const postponed = [{ member: 'a9', host: 'h9' }];
  const plan = planned(from, to, { inventory, waves: byTwo, postponed });
  const flaws = (change: Partial<typeof plan>) =>
    soundPlan(identified({ ...plan, ...change })).map(({ summary }) => summary);

  it('are told, and count in its id', () => {
    expect(plan.postponed).toEqual(postponed);
    expect(plan.findings).toContainEqual(
      expect.objectContaining({ code: 'agent.postponed', severity: 'warning', subject: 'a9' }),
    );
    expect(plan.id).not.toBe(inWaves().id);
    expect(flaws({})).toEqual([]);
  });

  it('are none of those that turn, and in no major hop', () => {
    expect(flaws({ postponed: [{ member: 'a3', host: 'h3' }] })).toEqual([
      'hop 1: a3 keeps its release, and is one of those that turn',
    ]);
    const major = planned('24.03.11', '24.09.4', { inventory, postponed });
    expect(soundPlan(major).map(({ summary }) => summary)).toEqual([
      'hop 1: agents keep their release, and it is a major hop',
    ]);
  });

  it('may be the canary that was named: another one turns first', () => {
    const ground = simulatedGround(from, { inventory });
    const path = findPath(ground.catalog, parseVersion(from), parseVersion(to), {});
    const named = (canary: string) =>
      againstWaves({ ...ground, path, windows: 'each' }, { ...byTwo, canary }, postponed);
    expect([named('a9'), named('h9')]).toEqual([[], []]);
    expect(() => named('a8')).toThrow(expect.objectContaining({ code: 'waves.unknown' }));
  });
});

describe('waves that cannot be', () => {
  const against = (waves: Partial<Waves>, release: string = to, more: object = {}) => {
    const groups = { agentGroups: [{ agent: 'i-a1', group: 'gpu' }] };
    const ground = simulatedGround(from, { inventory, found: groups });
    const path = findPath(ground.catalog, parseVersion(from), parseVersion(release), {});
    return againstWaves({ ...ground, path, windows: 'each', ...more }, { ...byTwo, ...waves });
  };
  const drain = { policy: 'end', seconds: 60 } as const;

  it.each([
    ['a major hop', against.bind(null, {}, '24.09.4'), 'waves.major-hop', /24\.03\.1\d → 24\.09\.\d/],
    ['a drain', against.bind(null, {}, to, { drain }), 'waves.drained', /no session is left/],
    ['a canary that is a manager', against.bind(null, { canary: 'm1' }), 'waves.order', /manager m1/],
  ])('are refused with who is in the way: %s', (_what, findings, code, summary) => {
    expect(findings()).toEqual([
      expect.objectContaining({ code, severity: 'blocker', summary: expect.stringMatching(summary) }),
    ]);
  });

  it.each([
    [{ canary: 'a11' }, 'the cluster has no agent or host "a11"'],
    [{ size: { by: 'group', first: ['gpus'] } } as const, 'the cluster has no resource group "gpus"'],
  ])('are wrong usage for names that nobody has: %j', (waves, message) => {
    expect(() => against(waves)).toThrow(
      expect.objectContaining({ code: 'waves.unknown', message, exit: 64 }),
    );
  });

  it.each([[{}], [{ canary: 'h3' }], [{ canary: 'none', size: { by: 'group', first: ['gpu'] } } as const]])(
    'others are fine: %j',
    (waves) => {
      expect(against(waves)).toEqual([]);
    },
  );
});

it('agents of one host turn together, also those of two resource groups', () => {
  const agent = (id: string, host: string) => ({
    ...simulatedMember(id, 'agent'),
    host,
    agent: { id: `i-${id}`, varBase: '/var' },
  });
  const two = simulatedInventory([
    simulatedMember('m1', 'manager'),
    agent('a1', 'h1'),
    agent('a2', 'h1'),
    agent('a3', 'h2'),
  ]);
  const found = {
    agentGroups: [
      { agent: 'i-a1', group: 'cpu' },
      { agent: 'i-a2', group: 'gpu' },
      { agent: 'i-a3', group: 'gpu' },
    ],
  };
  const waves: Waves = { size: { by: 'group', first: [] }, canary: 'none', bake: 0, failures: 0 };
  const plan = planned(from, to, { inventory: two, waves, found });
  const gates = plan.hops[0]?.phases.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'wave.gate'));
  expect(gates?.map(({ params }) => params['members'])).toEqual([['a1', 'a2'], ['a3']]);
});
