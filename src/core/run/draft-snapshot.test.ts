import { expect, it } from 'vitest';
import type { RunEvent, RunFact } from './event.ts';
import { advanceRun, draftOf, reduceRun, runView, snapshotOf } from './reduce.ts';
import type { RunDraft } from './run-draft.ts';
import { simulatedBegun } from './simulated-begun.ts';

const label = (step: string, hop = 0) => ({ step, hop, title: `do ${step}` });
const onService = (member: string, service: 'stopping' | 'starting') => ({ member, service });
const failure = { code: 'service.not-up', message: 'it did not come up' };
const stop = label('1.stop.m1');
const start = label('1.start.m1');

/** A run that stops a service, fails, goes back, and is taken back once more. */
const facts: readonly RunFact[] = [
  simulatedBegun,
  { kind: 'step.started', ...onService('m1', 'stopping'), ...stop },
  { kind: 'step.finished', seconds: 1, ...stop },
  { kind: 'step.started', ...onService('m1', 'starting'), ...start },
  { kind: 'step.failed', seconds: 1, failure, ...start },
  { kind: 'undo.started', why: 'failure', hops: [0], who: 'x' },
  { kind: 'step.undoing', ...start },
  { kind: 'step.undo-failed', seconds: 1, failure, ...start },
  { kind: 'run.finished', state: 'broken', left: [] },
  { kind: 'run.resumed', who: 'y' },
  { kind: 'step.undone', seconds: 1, ...start },
  { kind: 'step.undone', seconds: 1, ...stop },
  { kind: 'undo.finished', seconds: 3 },
  { kind: 'run.finished', state: 'failed' },
];
const asEvents = (told: readonly RunFact[]): RunEvent[] =>
  told.map((fact, index) => ({
    ...{ seq: index + 1, at: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(), run: 'r-1' },
    ...fact,
  }));
const events = asEvents(facts);

const beside = { ...label('1.turn.m1'), beside: true as const };
/** A run whose manager turns beside its old program: on the way back that one turns once all others answer. */
const turned = asEvents([
  simulatedBegun,
  { kind: 'step.started', ...beside },
  { kind: 'step.finished', seconds: 1, ...beside },
  { kind: 'step.started', ...onService('a1', 'stopping'), ...label('1.stop.a1') },
  { kind: 'step.finished', seconds: 1, ...label('1.stop.a1') },
  { kind: 'step.started', ...onService('a1', 'starting'), ...label('1.start.a1') },
  { kind: 'step.failed', seconds: 1, failure, ...label('1.start.a1') },
  { kind: 'undo.started', why: 'failure', hops: [0], who: 'x' },
  { kind: 'step.undoing', ...label('1.start.a1') },
  { kind: 'step.undone', seconds: 1, ...label('1.start.a1') },
  { kind: 'step.undoing', ...label('1.stop.a1') },
  { kind: 'step.undone', seconds: 1, ...label('1.stop.a1') },
  { kind: 'step.undoing', ...label('1.turn.m1') },
  { kind: 'step.undone', seconds: 1, ...label('1.turn.m1') },
  { kind: 'undo.finished', seconds: 6 },
  { kind: 'run.finished', state: 'failed' },
]);
const after = (draft: RunDraft | undefined, rest: readonly RunEvent[]): RunDraft => {
  const whole = rest.reduce(advanceRun, draft);
  if (!whole) throw new Error('no run');
  return whole;
};

it.each([
  ...events.map(({ seq }) => ['that goes back', seq, events] as const),
  ...turned.map(({ seq }) => ['whose members turn beside others', seq, turned] as const),
])('a run %s goes on from a snapshot after event %i as it does itself', (_what, seq, all) => {
  const sent = JSON.stringify(snapshotOf(after(undefined, all.slice(0, seq))));
  const shown = after(draftOf(JSON.parse(sent)), all.slice(seq));
  expect(JSON.stringify(runView(shown))).toBe(JSON.stringify(reduceRun(all)));
});

it('is not changed by what comes after it', () => {
  const draft = after(undefined, events.slice(0, 3));
  const taken = snapshotOf(draft);
  const before = JSON.stringify(taken);
  after(draft, events.slice(3));
  expect(JSON.stringify(taken)).toBe(before);
});
