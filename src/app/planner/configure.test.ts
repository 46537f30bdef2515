import { describe, expect, it } from 'vitest';
import { type OutageMode, type Plan, planSchema } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { needsOf, planned } from './simulated-plan.ts';

describe('configurations', () => {
  const texts = new Map([
    ['w1', '[session.redis]\npassword = "hidden"\n[logging.logstash]\nendpoint = "localhost:9300"\n'],
    ['a1', '[agent]\nscaling-group = "gpu"\n'],
    ['m1', '[manager]\ndistributed-lock = "etcetra"\nsecret = "hidden"\n'],
    ['s1', '[logging.logstash]\nendpoint = { host = "localhost", port = 9300 }\n'],
  ]);
  const farther = (windows: OutageMode, given: ReadonlyMap<string, string>) =>
    planned('24.03.11', '26.09.6', { windows, configurations: given, policy: 'schema' });
  const patches = (plan: Plan) =>
    walkPlan(plan)
      .filter(({ step }) => step.kind === 'configuration.patch')
      .map(({ step, phase }) => [step.id, phase.name, step.params['edits']]);
  const endpoint = { action: 'reshape', key: 'logging.logstash.endpoint', form: 'host-port' };
  const lock = { action: 'set', key: 'manager.distributed-lock', from: 'etcetra', value: 'pg_advisory' };
  const group = { action: 'rename', key: 'agent.scaling-group', to: 'initial-resource-group-name' };

  it('are changed where a rule says so, while their component is stopped, and read so before', () => {
    const plan = planSchema.parse(planned('24.03.10', '24.09.4', { windows: 'each', configurations: texts }));
    expect(patches(plan)).toEqual([['2.configure.w1', 'switch', [endpoint]]]);
    expect(needsOf(plan, '2.configure.w1')).toContain('2.stop.w1');
    expect(needsOf(plan, '2.start.w1')).toContain('2.configure.w1');
    const staged = walkPlan(plan).find(({ step }) => step.id === '2.stage.w1');
    expect(staged?.step.params['edits']).toEqual([endpoint]);
    expect(plan.hops.map(({ configuration }) => configuration)).toEqual([
      undefined,
      [
        {
          member: 'w1',
          file: '/lab/webserver.toml',
          rules: ['config-logstash-endpoint'],
          patch: [
            '@@ line 2 @@',
            ' password = ***',
            ' [logging.logstash]',
            '-endpoint = "localhost:9300"',
            '+endpoint = { host = "localhost", port = 9300 }',
          ],
        },
      ],
    ]);
  });

  it('keep their secrets, and change the plan only by what changes in them', () => {
    const plan = farther('one', texts);
    expect(JSON.stringify(plan)).not.toContain('hidden');
    expect(plan.id).not.toBe(farther('one', new Map()).id);
    const others = new Map([...texts, ['s1', '[storage-proxy]\nsecret = "other"\n']]);
    expect(farther('one', others).id).toBe(plan.id);
  });

  it('are changed hop by hop on top of the hops before, and all at once in one outage', () => {
    const each = farther('each', texts);
    const changed = new Map(
      patches(each).map(([id, , edits]) => [`${id}`.replace(/^\d+\.configure\./, ''), edits]),
    );
    expect(Object.fromEntries(changed)).toEqual({ w1: [endpoint], m1: [lock], a1: [group] });
    const last = walkPlan(each).findLast(
      ({ step }) => step.kind === 'environment.stage' && step.params['component'] === 'webserver',
    );
    expect(last?.step.params['edits']).toEqual([endpoint]);
    const one = farther('one', texts);
    expect(
      one.hops.flatMap(({ configuration = [] }) => configuration.map(({ member: id }) => id)).sort(),
    ).toEqual(['a1', 'm1', 'w1']);
    const warm = walkPlan(one).find(
      ({ step }) => step.kind === 'migrator.warm' && step.params['edits'] !== undefined,
    );
    expect(warm?.step.params['edits']).toEqual([lock]);
  });

  it('that nobody can change safely are told with their place', () => {
    const both = new Map([['a1', '[agent]\nscaling-group = "a"\ninitial-resource-group-name = "b"\n']]);
    const plan = planned('26.07.0', '26.08.3', { windows: 'each', configurations: both });
    expect(patches(plan)).toEqual([]);
    expect(plan.findings).toContainEqual(
      expect.objectContaining({
        code: 'configuration.manual',
        severity: 'warning',
        summary: expect.stringContaining('/lab/agent.toml, line 2: agent.scaling-group'),
      }),
    );
  });
});
