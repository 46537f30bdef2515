import { describe, expect, it } from 'vitest';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import type { RunEvent, RunFact } from './event.ts';
import { measuredTimes } from './measured-times.ts';

const planned = (id: string, kind: string, params: Record<string, unknown> = {}): PlannedStep => ({
  id,
  kind,
  title: id,
  params,
  needs: [],
  hosts: ['h1'],
  estimate: 4,
});

const stops = [
  planned('1.stop.m1', 'service.stop', { member: 'm1', component: 'manager' }),
  planned('1.stop.a1', 'service.stop', { member: 'a1', component: 'agent' }),
  planned('1.capture.database', 'database.capture'),
  planned('1.migrate.schema', 'schema.migrate'),
];
const early = [planned('1.early.a1', 'service.stop', { member: 'a1', component: 'agent' })];
const plan = {
  hops: [
    {
      phases: [
        { name: 'before', title: 'before', side: 'before', steps: early },
        { name: 'stop', title: 'stop', side: 'stopped', steps: stops },
      ],
    },
  ],
} as unknown as Plan;

const label = (step: string) => ({ step, hop: 0, title: step });
const finished = (step: string, seconds = 2): RunFact => ({ kind: 'step.finished', seconds, ...label(step) });
const events = (...facts: readonly RunFact[]): RunEvent[] =>
  facts.map((fact, index) => ({ seq: index + 1, at: '2026-01-01T00:00:00Z', run: 'r-1', ...fact }));

describe('what a run measured', () => {
  it('is of its stops and captures, with whose they are and how many stood beside them', () => {
    expect(measuredTimes(plan, events(finished('1.stop.m1'), finished('1.capture.database', 7)))).toEqual([
      { kind: 'service.stop', member: 'm1', component: 'manager', beside: 2, seconds: 2, estimate: 4 },
      { kind: 'database.capture', beside: 1, seconds: 7, estimate: 4 },
    ]);
  });

  it.each<[string, RunFact[]]>([
    ['a step that was only begun', [{ kind: 'step.started', ...label('1.stop.m1') }]],
    [
      'a step that was found begun or done',
      [{ kind: 'step.probed', state: 'done', ...label('1.stop.m1') }, finished('1.stop.m1')],
    ],
    ['a kind that differs from run to run', [finished('1.migrate.schema')]],
    ['what happened before the stop', [finished('1.early.a1')]],
    ['a step that the plan does not have', [finished('1.stop.other')]],
  ])('is nothing of %s', (_what, facts) => {
    expect(measuredTimes(plan, events(...facts))).toEqual([]);
  });
});
