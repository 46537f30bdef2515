import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/core/plan/plan.ts';
import type { RunFact } from '../../src/core/run/event.ts';
import { advanceRun } from '../../src/core/run/reduce.ts';
import type { RunDraft } from '../../src/core/run/run-draft.ts';
import {
  simulatedBeginning,
  simulatedEvents,
  simulatedHop,
  simulatedNoticedRun,
} from '../../src/core/run/simulated-noticed-run.ts';
import { indexPlan } from '../parts/plan-index.ts';
import { talliesOf } from '../parts/tally.ts';
import { Progress } from './progress.ts';

/** The simulated plan with each member on a host of its name. */
function plan(): Plan {
  const { plan: bare } = simulatedNoticedRun();
  const hops = bare.hops.map((hop) => ({
    ...hop,
    phases: hop.phases.map((phase) => ({
      ...phase,
      steps: phase.steps.map((step) => ({ ...step, hosts: [step.id.split('.').at(-1) ?? ''] })),
    })),
  }));
  const components = ['m1', 'a1'].map((id) => ({ id, component: 'agent', host: id }));
  return { ...bare, hops, facts: { components } } as unknown as Plan;
}

function followed(facts: readonly RunFact[]) {
  const events = simulatedEvents([simulatedBeginning, ...facts]);
  const [first, ...rest] = events;
  const draft = (first ? advanceRun(undefined, first) : undefined) as RunDraft;
  const index = indexPlan(plan());
  const progress = new Progress(index, draft);
  progress.takeTouched();
  const moments = rest.flatMap((event) => {
    const before = 'step' in event ? draft.steps.get(event.step) : undefined;
    advanceRun(draft, event);
    return progress.advance(event, before, 'step' in event ? draft.steps.get(event.step) : undefined);
  });
  return { progress, draft, index, moments };
}

describe('the progress of a run', () => {
  it.each([0, 1, 3, 5, 8, 11, 20])('advanced by %d events is what all of them at once say', (count) => {
    const { progress, draft, index } = followed([...simulatedHop(1), ...simulatedHop(2)].slice(0, count));
    const counts = (tallies: readonly { readonly counts: object }[]) => tallies.map((each) => each.counts);
    expect(counts(progress.tallies)).toEqual(counts(talliesOf(index.phases, draft.steps)));
    const fresh = new Progress(index, draft);
    expect([...progress.open.keys()].sort()).toEqual([...fresh.open.keys()].sort());
  });

  it('knows which hosts have changed since it was asked last', () => {
    const { progress } = followed(simulatedHop(1).slice(0, 1));
    expect([...progress.takeTouched()]).toEqual(['m1']);
    expect([...progress.takeTouched()]).toEqual([]);
  });

  it('tells what others are told', () => {
    const { moments } = followed([...simulatedHop(1), ...simulatedHop(2)]);
    const events = moments.map(({ event }) => event);
    expect(events.filter((event) => event !== 'phase.begun')).toEqual([
      ...['stop.begun', 'service.back', 'stop.begun', 'service.back'],
    ]);
  });

  it('has a phase begin with its first step and end with its last', () => {
    const { progress } = followed(simulatedHop(1).slice(0, 4));
    const [stop] = progress.tallies;
    expect(stop?.counts).toMatchObject({ done: 2, moving: 0, todo: 0 });
    expect((stop?.to ?? 0) - (stop?.from ?? 0)).toBe(3000);
  });
});
