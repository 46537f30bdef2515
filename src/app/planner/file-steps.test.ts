import { describe, expect, it } from 'vitest';
import { simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { locationsOf } from './locations-of.ts';
import { planned } from './simulated-plan.ts';

describe('the locations of a member', () => {
  const agent = simulatedMember('a1', 'agent');
  const withVar = { ...agent, agent: { id: 'i-a', varBase: '/of-cluster-yaml' } };

  it('are those of its configuration, in either spelling, below its working folder', () => {
    const text =
      '[agent]\nvar_base_path = "/var/x"\nipc-base-path = "ipc"\n[container]\nport-range = [1, 2]\n';
    expect(locationsOf(withVar, text)).toEqual({
      'agent.var-base-path': '/var/x',
      'agent.ipc-base-path': '/lab/ipc',
      'container.scratch-root': '/lab/scratches',
      configuration: '/lab/agent.toml',
    });
  });

  it.each([
    [withVar, '/of-cluster-yaml'],
    [agent, '/lab/var/lib/backend.ai'],
  ])(
    'are those of cluster.yaml, or the usual ones, where its configuration says nothing',
    (member, location) => {
      expect(locationsOf(member, '')['agent.var-base-path']).toBe(location);
      expect(locationsOf(member, '[broken')['agent.var-base-path']).toBe(location);
      expect(locationsOf(member, undefined)['agent.var-base-path']).toBe(location);
    },
  );
});

describe('the capture of files', () => {
  const plan = planned('24.03.10', '24.09.4');
  const captures = walkPlan(plan).filter(({ step }) => step.kind === 'files.capture');

  it('is planned for each stop of an agent, from the release that it has to the next', () => {
    expect(captures.map(({ step }) => [step.id, step.needs, step.params['restoresData']])).toEqual([
      ['1.capture.files.a1', ['1.stop.a1'], false],
      ['2.capture.files.a1', ['2.stop.a1'], true],
    ]);
    expect(captures[1]?.step.params).toMatchObject({
      from: { version: '24.03.11', environment: '/lab/environments/agent-24.03.11' },
      to: { version: '24.09.4', environment: '/lab/environments/agent-24.09.4' },
    });
  });

  it('comes before everything that the newer release does', () => {
    for (const id of ['2.switch.a1', '2.start.a1']) {
      const found = walkPlan(plan).find(({ step }) => step.id === id);
      expect(found?.step.needs).toContain('2.capture.files.a1');
    }
  });
});
