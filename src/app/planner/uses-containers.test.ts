import { describe, expect, it } from 'vitest';
import { neededBy } from '../../core/plan/barrier.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { planned } from './simulated-plan.ts';
import { soundPlan } from './sound/sound-plan.ts';
import { usesContainers } from './uses-containers.ts';

describe('usesContainers', () => {
  it.each([
    ['agent', '[agent]\nmode = "docker"\n', true],
    ['agent', '[agent]\nbackend = "docker"\n', true],
    ['agent', '[agent]\nmode = "dummy"\n', false],
    ['agent', '[agent]\nbackend = "dummy"\nmode = "docker"\n', false],
    ['agent', '[container]\nmode = "docker"\n', false],
    ['agent', '[agent\nmode = "docker"\n', false],
    ['agent', undefined, false],
    ['manager', '[agent]\nmode = "docker"\n', false],
  ] as const)('%s with %j: %s', (component, text, uses) => {
    expect(usesContainers({ component }, text)).toBe(uses);
  });
});

describe('the plan for an agent with containers', () => {
  const stepsOf = (text: string) => {
    const plan = planned('24.03.10', '24.09.4', { configurations: new Map([['a1', text]]) });
    return walkPlan(plan).map(({ step, phase }) => ({ ...step, phase: phase.name }));
  };

  it('is one that a run takes, over several hops', () => {
    const configurations = new Map([['a1', '[agent]\nmode = "docker"\n']]);
    expect(soundPlan(planned('24.03.10', '24.09.4', { configurations }))).toEqual([]);
  });

  it('makes the volumes of every hop before the first stop, in the new environment', () => {
    const steps = stepsOf('[agent]\nmode = "docker"\n');
    const made = steps.filter(({ kind }) => kind === 'runner.prepare');
    expect(made.map(({ id, phase, params, needs }) => [id, phase, params['environment'], needs])).toEqual([
      ['1.runner.a1', 'stage', '/lab/environments/agent-24.03.11', ['1.stage.a1']],
      ['2.runner.a1', 'stage', '/lab/environments/agent-24.09.4', ['2.stage.a1']],
    ]);
    const first = neededBy(
      steps.filter(({ id }) => ['1.warm.migrator', '1.stop.m1'].includes(id)),
      steps,
    );
    expect([...first]).toEqual(expect.arrayContaining(['1.runner.a1', '2.runner.a1']));
  });

  it.each([
    ['1', 'minor'],
    ['2', 'major'],
  ])('notes the containers at the stop, and starts nothing that does not know them: hop %s, %s', (hop) => {
    const steps = stepsOf('[agent]\nmode = "docker"\n');
    const needs = (id: string) => steps.find((step) => step.id === `${hop}.${id}`)?.needs ?? [];
    expect(needs('note.containers.a1')).toEqual([`${hop}.stop.a1`]);
    expect(needs('capture.files.a1')).toContain(`${hop}.note.containers.a1`);
    expect(needs('check.containers.a1')).toContain(`${hop}.capture.files.a1`);
    expect(needs('start.a1')).toContain(`${hop}.check.containers.a1`);
    expect(needs('prove.containers.a1')).toEqual([`${hop}.prove.session`]);
  });

  it('has no such step for an agent without', () => {
    const kinds = stepsOf('[agent]\nmode = "dummy"\n').map(({ kind }) => kind);
    expect(kinds.filter((kind) => /^(runner|containers)\./.test(kind))).toEqual([]);
  });
});
