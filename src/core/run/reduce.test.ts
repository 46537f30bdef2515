import { describe, expect, it } from 'vitest';
import type { RunEvent, RunFact } from './event.ts';
import { advanceRun, reduceRun, runView } from './reduce.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const label = (step: string) => ({ step, hop: 0, title: step });
const began: RunFact = {
  kind: 'run.started',
  plan: 'p',
  cluster: 'lab',
  from: '1',
  to: '2',
  hops: [{ from: '1', to: '2', kind: 'major' }],
  predicted: 5,
  who: 'a test',
  accepted: [],
};
const members = Array.from({ length: 50 }, (_each, index) => `1.stop.a${index}`);

const events: readonly RunEvent[] = [
  began,
  ...members.map((step): RunFact => ({ kind: 'step.started', service: 'stopping', ...label(step) })),
  ...members.map((step): RunFact => ({ kind: 'step.finished', seconds: 1, ...label(step) })),
].map((fact, index) => ({ seq: index + 1, at: at(index), run: 'r-1', ...fact }));

describe('a run that is advanced by one event', () => {
  it('is at each event what all events up to it make of it', () => {
    let draft = advanceRun(undefined, events[0] as RunEvent);
    for (const [index, event] of events.slice(1).entries()) {
      draft = advanceRun(draft, event);
      expect(draft && runView(draft)).toEqual(reduceRun(events.slice(0, index + 2)));
    }
  });

  it('makes a new view of the step that an event speaks of, and of no other', () => {
    const last = events.at(-1) as RunEvent;
    const draft = events.slice(0, -1).reduce(advanceRun, undefined);
    if (!draft) expect.unreachable();
    const before = runView(draft);
    const after = runView(advanceRun(draft, last) ?? draft);
    const changed = after.steps.filter((step, index) => step !== before.steps[index]);
    expect(changed.map(({ step, state }) => `${step} ${state}`)).toEqual(['1.stop.a49 done']);
    // What was shown stays as it was.
    expect(before.steps.at(-1)).toMatchObject({ step: '1.stop.a49', state: 'running' });
  });
});
