import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { isBarrier } from '../../core/plan/barrier.ts';
import { type Plan, type PlannedStep, planSchema } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { needsOf, planned } from './simulated-plan.ts';
import { soundPlan } from './sound/sound-plan.ts';

/** One line a step: its id and what it waits for within its hop's outage. */
const outline = (plan: Plan, hop: number): string[] =>
  plan.hops[hop]?.phases.flatMap(({ name, steps }) =>
    steps.map(({ id, needs }) => `${name}: ${id} ← ${needs.length}`),
  ) ?? [];

const isOfRelease = ({ kind, params }: PlannedStep): boolean =>
  kind === 'operator.approve' && params['rule'] !== 'proof.failed';

describe('makePlan', () => {
  it('keeps for each hop what must be read of the changelog', () => {
    const change = { version: '24.09.0', title: 'Breaking changes', text: 'Lamps are gone' };
    const { hops } = planSchema.parse(planned('24.03.10', '24.09.4', { toRead: [[], [change]] }));
    expect(hops.map(({ toRead }) => toRead)).toEqual([undefined, [change]]);
  });

  const plan = planned('24.03.10', '24.09.4');

  it('asks for what only its operator can do, before the hop that needs it', () => {
    const manual = walkPlan(plan).filter(({ step }) => isOfRelease(step));
    expect(manual.map(({ step, phase }) => [step.id, phase.side, step.params['optional']])).toEqual([
      ['2.approve.pg-16', 'before', true],
      ['2.approve.etcd-registries-to-db', 'back', true],
    ]);
    expect(needsOf(plan, '2.approve.etcd-registries-to-db')).toContain('2.prove.session');
    expect(needsOf(plan, '2.approve.pg-16')).toContain('1.prove.session');
    expect(needsOf(plan, '2.warm.migrator')).toContain('2.approve.pg-16');
    expect(needsOf(plan, '2.stop.m1')).toContain('2.approve.pg-16');
  });

  it('counts what the cluster holds once all data has moved, and before a new manager starts', () => {
    const paramsOf = (of: Plan, id: string) => walkPlan(of).find(({ step }) => step.id === id)?.step.params;
    expect(needsOf(plan, '2.view.census')).toEqual(
      expect.arrayContaining(['2.migrate.schema', '2.capture.database', '2.capture.etcd']),
    );
    for (const id of ['1.start.m1', '2.start.m1', '2.prove.census'])
      expect(needsOf(plan, id)).toContain(`${id.slice(0, 1)}.view.census`);
    const explains = ['c4b7ec740b36', '1d42c726d8a3'];
    expect(paramsOf(plan, '2.prove.census')).toEqual({
      hop: 2,
      moved: [],
      revisions: expect.arrayContaining(explains),
    });
    for (const proof of ['census', 'capacity']) {
      const accepting = planned('24.03.10', '24.09.4', { accepted: [`prove.${proof}`] });
      const accepted = ['census', 'capacity'].map(
        (each) => paramsOf(accepting, `2.prove.${each}`)?.['accepted'],
      );
      expect(accepted).toEqual(proof === 'census' ? [true, undefined] : [undefined, true]);
    }
  });

  it('asks for what is done between stop and start while everything is stopped', () => {
    const old = planned('22.09.23', '23.03.12');
    const manual = walkPlan(old).filter(({ phase }) => phase.name === 'manual-stopped');
    expect(manual.map(({ step }) => step.id)).toEqual(['1.approve.vfolder-v3']);
    expect(needsOf(old, '1.approve.vfolder-v3')).toEqual(
      expect.arrayContaining(['1.stop.s1', '1.migrate.schema']),
    );
    expect(needsOf(old, '1.switch.s1')).toContain('1.approve.vfolder-v3');
    expect(needsOf(old, '1.start.m1')).toContain('1.approve.vfolder-v3');
  });

  it('moves keys of etcd that are there, once captured and migrated, and leaves out what is not', () => {
    const keys = ['config/network/overlay/mtu', 'sgroup/default/config/plugins/cuda', 'sgroup/gone/x'];
    const agents = [{ agent: 'i-a', group: 'default' }];
    const moving = planned('26.07.0', '26.08.3', { found: { configKeys: keys, agentGroups: agents } });
    const [edit, ...others] = walkPlan(moving).filter(({ step }) => step.kind === 'configstore.edit');
    expect(others).toEqual([]);
    expect(edit?.step).toMatchObject({
      id: '1.migrate.keys.etcd-sgroup-scope',
      params: { moves: [{ move: 'sgroup/default/', to: ['nodes/agents/i-a/'] }] },
    });
    expect(edit?.step.needs).toEqual([
      '1.capture.database',
      '1.capture.etcd',
      '1.migrate.schema',
      '1.others.database',
    ]);
    expect(needsOf(moving, '1.start.a1')).toContain('1.migrate.keys.etcd-sgroup-scope');
    const still = planned('26.07.0', '26.08.3', { found: { configKeys: [], agentGroups: agents } });
    expect(walkPlan(still).map(({ step }) => step.kind)).not.toContain('configstore.edit');
  });

  it('adds the slots of the cluster once their table is made, before anything starts', () => {
    const slot = { name: 'labgpu.device', type: 'unique', count: 1, agents: ['i-a'] };
    const plan26 = planned('25.19.2', '26.02.5', { found: { slots: { slots: [slot] } } });
    const [add, ...others] = walkPlan(plan26).filter(({ step }) => step.kind === 'slots.add');
    expect(others).toEqual([]);
    expect(add?.step).toMatchObject({
      params: { hop: 1, slots: [{ name: 'labgpu.device', type: 'unique' }] },
      needs: ['1.migrate.schema'],
    });
    for (const id of ['1.switch.m1', '1.switch.a1']) expect(needsOf(plan26, id)).toContain('1.migrate.slots');
    const there = { slots: [slot], registered: ['cpu'] };
    const kinds = (slots: typeof there | { slots: (typeof slot)[] }, from: string, to: string) =>
      walkPlan(planned(from, to, { found: { slots } })).map(({ step }) => step.kind);
    expect(kinds({ slots: [{ ...slot, name: 'cpu' }] }, '25.19.2', '26.02.5')).not.toContain('slots.add');
    expect(kinds({ slots: [slot] }, '24.03.11', '24.09.4')).not.toContain('slots.add');
    expect(kinds(there, '25.19.2', '26.02.5')).not.toContain('slots.add');
  });

  it('tries a session at the end of every hop', () => {
    const tried = walkPlan(plan).filter(({ step }) => step.kind === 'session.prove');
    expect(tried.map(({ step }) => step.params)).toEqual([{ hop: 1 }, { hop: 2 }]);
  });

  it('tries one before every stop, and before managers are frozen', () => {
    const drain = { policy: 'wait', seconds: 60 } as const;
    const drained = planned('24.03.10', '24.09.4', { drain });
    for (const hop of [1, 2]) {
      const needs = needsOf(drained, `${hop}.drain.quiesce`);
      expect(needs).toEqual(expect.arrayContaining([`${hop}.try.session`, `${hop}.approve.proof-failed`]));
    }
    expect(needsOf(drained, '2.try.session')).toContain('1.prove.session');
  });

  it('asks nothing of sessions that fail before a stop, where that is accepted', () => {
    const told = walkPlan(planned('24.03.10', '24.09.4', { accepted: ['proof.failed'] }));
    expect(told.filter(({ step }) => step.id.includes('proof-failed'))).toEqual([]);
    expect(needsOf(planned('24.03.10', '24.09.4', { accepted: ['proof.failed'] }), '1.ready')).toContain(
      '1.try.session',
    );
  });

  it('tries one on each agent where that was asked for, and says how long it takes', () => {
    const agentGroups = Array.from({ length: 9 }, (_, index) => ({ agent: `i-${index}`, group: 'default' }));
    const triedBy = (proof?: 'each-agent') =>
      walkPlan(planned('24.03.10', '24.03.11', { proof, found: { agentGroups } })).find(
        ({ step }) => step.kind === 'session.try',
      )?.step;
    expect(triedBy()).toMatchObject({ params: { hop: 1 }, estimate: 5 });
    expect(triedBy('each-agent')).toMatchObject({ params: { hop: 1, agents: true }, estimate: 15 });
  });

  it('takes a minor hop in the page’s order: the manager first, then the others', () => {
    expect(outline(plan, 0)).toMatchSnapshot();
    for (const id of ['1.stop.a1', '1.stop.s1', '1.stop.w1'])
      expect(needsOf(plan, id)).toEqual(['1.start.m1']);
  });

  it('takes a major hop at once: everything stops, moves, and starts together', () => {
    expect(outline(plan, 1)).toMatchSnapshot();
    expect(needsOf(plan, '2.start.a1')).not.toContain('2.start.m1');
  });

  it('keeps hold of what the database holds beside the switch, and before anything starts', () => {
    expect(needsOf(plan, '2.view.census')).toContain('2.migrate.schema');
    expect(needsOf(plan, '2.switch.m1')).not.toContain('2.view.census');
    for (const id of ['1.start.m1', '2.start.m1', '2.start.a1', '2.start.w1'])
      expect(needsOf(plan, id)).toContain(`${id.slice(0, 1)}.view.census`);
  });

  it('seals a dump once all is counted, not beside that', () => {
    for (const hop of [1, 2]) expect(needsOf(plan, `${hop}.seal.database`)).toContain(`${hop}.prove.census`);
  });

  it('stages every environment of every hop before the first stop', () => {
    const staged = walkPlan(plan).filter(({ phase, step }) => phase.name === 'stage' && !isBarrier(step));
    expect(staged).toHaveLength(11);
    expect(needsOf(plan, '1.stop.m1')).toEqual(expect.arrayContaining(staged.map(({ step }) => step.id)));
  });

  it('stages members of one host that share a folder one after the other, and those of others at once', () => {
    const all = simulatedInventory([
      simulatedMember('m1', 'manager', 8081),
      simulatedMember('a1', 'agent', 6001),
      { ...simulatedMember('a2', 'agent', 6002), config: '/lab/agent-2.toml' },
      { ...simulatedMember('a3', 'agent', 6003), host: 'other' },
      { ...simulatedMember('a4', 'agent', 6004), host: 'other' },
    ]);
    const three = planned('24.03.10', '24.03.11', { inventory: all });
    const stage = walkPlan(three).filter(({ step }) => step.kind === 'environment.stage');
    expect(stage.map(({ step }) => [step.id, step.needs, step.params['config']])).toEqual([
      ['1.stage.m1', [], '/lab/manager.toml'],
      ['1.stage.a1', [], '/lab/agent.toml'],
      ['1.stage.a2', ['1.stage.a1'], '/lab/agent-2.toml'],
      ['1.stage.a3', [], '/lab/agent.toml'],
      ['1.stage.a4', ['1.stage.a3'], '/lab/agent.toml'],
    ]);
    expect(soundPlan(three)).toEqual([]);
  });

  it('begins a hop only when the one before is proven', () => {
    expect(needsOf(plan, '2.warm.migrator')).toEqual(
      expect.arrayContaining(['1.prove.m1', '1.prove.schema', '1.prove.session']),
    );
    expect(needsOf(plan, '2.stop.m1')).toContain('2.warm.migrator');
  });

  it('captures when those who write have stopped, and migrates only then', () => {
    expect(needsOf(plan, '2.capture.database')).toEqual(['2.others.database', '2.stop.m1']);
    expect(needsOf(plan, '2.migrate.schema')).toEqual(
      expect.arrayContaining(['2.capture.database', '2.capture.etcd', '2.stop.a1', '2.stop.m1']),
    );
  });

  it('migrates nothing where the histories agree', () => {
    expect(plan.hops[0]?.route.kind).toBe('none');
    expect(walkPlan(plan).some(({ step }) => step.id === '1.migrate.schema')).toBe(false);
    const migrate = walkPlan(plan).find(({ step }) => step.id === '2.migrate.schema')?.step;
    expect(migrate?.params['legs']).toMatchObject([
      { from: ['3596bc12ec09'], run: { length: 8 }, head: 'e9e574a6e22d' },
    ]);
  });

  it('proves each hop by the release before it: what the database had beyond that is the site’s', () => {
    const proofs = walkPlan(plan).filter(({ step }) => step.kind === 'schema.prove');
    expect(proofs.map(({ step }) => step.params['source'])).toEqual(
      [
        ['24.03.10', '3596bc12ec09'],
        ['24.03.11', '3596bc12ec09'],
      ].map(([version, head]) => ({
        environment: `/lab/environments/manager-${version}`,
        member: 'm1',
        head,
        line: '24.03',
      })),
    );
  });

  it('switches from where the hop before has switched to', () => {
    const turns = walkPlan(plan).filter(({ step }) => step.id.endsWith('switch.m1'));
    expect(turns.map(({ step }) => [step.params['from'], step.params['to']])).toEqual([
      ['/lab/environments/manager-24.03.10', '/lab/environments/manager-24.03.11'],
      ['/lab/environments/manager-24.03.11', '/lab/environments/manager-24.09.4'],
    ]);
  });

  it('takes several hops in one stop: each migrator in turn, and only the last release starts', () => {
    const one = planSchema.parse(planned('23.09.10', '24.09.4', { windows: 'one' }));
    expect(one.hops.map(({ from, via, to }) => [from, via, to])).toEqual([
      ['23.09.10', ['24.03.11'], '24.09.4'],
    ]);
    expect(outline(one, 0)).toMatchSnapshot();
    const migrate = walkPlan(one).find(({ step }) => step.kind === 'schema.migrate')?.step;
    expect(migrate?.params['legs']).toMatchObject([
      { environment: '/lab/environments/manager-24.03.11', head: '3596bc12ec09' },
      { environment: '/lab/environments/manager-24.09.4', from: ['3596bc12ec09'], head: 'e9e574a6e22d' },
    ]);
    const stagedFor = walkPlan(one)
      .filter(({ step }) => step.kind === 'environment.stage')
      .map(({ step }) => [step.id, step.params['proves']]);
    expect(stagedFor.filter(([, proves]) => proves === 'migrator')).toEqual([
      ['1.stage.m1.24.03.11', 'migrator'],
    ]);
    const turn = walkPlan(one).find(({ step }) => step.id === '1.switch.a1')?.step;
    expect(turn?.params).toMatchObject({
      from: '/lab/environments/agent-23.09.10',
      to: '/lab/environments/agent-24.09.4',
    });
    const each = planned('23.09.10', '24.09.4');
    expect(one.downtime.otherwise).toBe(each.downtime.predicted);
    expect(each.downtime.otherwise).toBe(one.downtime.predicted);
    expect(one.downtime.predicted).toBeLessThan(each.downtime.predicted);
  });

  it('ends a stop where a release has to run before the database goes on, and says why', () => {
    const one = planSchema.parse(planned('22.09.23', '24.03.11', { windows: 'one' }));
    expect(one.hops.map(({ from, via, to }) => [from, via, to])).toEqual([
      ['22.09.23', undefined, '23.03.12'],
      ['23.03.12', ['23.09.10'], '24.03.11'],
    ]);
    expect(one.hops.map(({ runsBecause }) => runsBecause?.map(({ rule }) => rule))).toEqual([
      ['vfolder-v3'],
      undefined,
    ]);
    expect(planned('22.09.23', '24.03.11').hops.every(({ runsBecause }) => runsBecause === undefined)).toBe(
      true,
    );
  });

  it('stages no manager on the way whose migrator has nothing to do', () => {
    const one = planned('24.03.10', '24.09.4', { windows: 'one' });
    expect(walkPlan(one).filter(({ step }) => step.kind === 'environment.stage')).toHaveLength(4);
  });

  it('is pure, survives JSON, and holds no secret', () => {
    expect(planned('24.03.10', '24.09.4')).toEqual(plan);
    expect(planSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
    expect(JSON.stringify(plan)).not.toContain('very-secret');
    expect(planned('24.03.10', '24.09.4', { accepted: ['workloads.running'] }).id).not.toBe(plan.id);
  });

  it('predicts a downtime below the sum of what it stops for', () => {
    expect(plan.downtime.predicted).toBeGreaterThan(5);
    expect(plan.downtime.predicted).toBeLessThan(30);
  });
});
