import { describe, expect, it } from 'vitest';
import { type RunFact, runEvent } from './event.ts';

const label = { step: '1.stop.m1', hop: 0, title: 'Stop manager m1' };
const failure = { code: 'x', message: 'it failed', hint: 'fix it' };
const session = {
  id: 's1',
  name: 'mine',
  accessKey: 'A',
  owner: 'a@example.org',
  status: 'RUNNING',
  agents: ['i-a1'],
  ended: true,
};

/** Every kind with everything that it may hold. */
const facts: readonly RunFact[] = [
  {
    kind: 'run.started',
    plan: 'p-1',
    planSha256: 'abc',
    cluster: 'lab',
    from: '1',
    to: '2',
    hops: [{ from: '1', to: '2', kind: 'major' }],
    predicted: 5,
    foreseen: { predictedRange: [4, 8], hops: [] },
    window: { seconds: 60, wayBack: 10 },
    who: 'x',
    accepted: ['a.b'],
    changesRead: 3,
    rehearsed: '2026-01-01T00:00:00Z',
    noRehearsal: true,
    hooks: ['chat'],
  },
  { kind: 'run.resumed', who: 'x', hooks: ['chat'] },
  { kind: 'facts.differ', file: '/c.yaml', differs: ['database.port'] },
  { kind: 'step.started', service: 'stopping', member: 'm1', ...label },
  { kind: 'step.started', service: 'starting', member: 'm1', ...label },
  { kind: 'approval.asked', how: 'so', ...label },
  { kind: 'approval.given', who: 'x', by: 'approve', ...label },
  { kind: 'approval.given', who: 'x', by: 'accept', ...label },
  { kind: 'approval.given', who: 'x', by: 'yes', ...label },
  { kind: 'step.probed', state: 'todo', ...label },
  { kind: 'step.probed', state: 'done', ...label },
  { kind: 'step.probed', state: 'half', ...label },
  { kind: 'step.finished', seconds: 1, service: 'starting', member: 'm1', result: { a: [1] }, ...label },
  { kind: 'step.failed', seconds: 1, failure, ...label },
  { kind: 'hop.finished', hop: 0 },
  { kind: 'window.turn-passed', hop: 0 },
  { kind: 'window.too-short', hop: 0, needed: 5, left: 3 },
  { kind: 'outage.slipped', hop: 0, foreseen: 8 },
  { kind: 'announcement.changed', moment: 'late', text: 'later' },
  { kind: 'announcement.left', moment: 'late', why: 'another program has changed it' },
  { kind: 'hook.told', hook: 'chat', notice: 'n', event: 'run.begun', tries: 2 },
  { kind: 'hook.gave-up', hook: 'chat', notice: 'n', event: 'run.begun', tries: 2, why: 'it answered 500' },
  { kind: 'evidence.kept', folder: '/e', files: ['m1.log'] },
  { kind: 'undo.started', why: 'failure', hops: [0], who: 'x' },
  { kind: 'undo.started', why: 'abort', hops: [0], who: 'x' },
  { kind: 'undo.started', why: 'rollback', hops: [0, 1], who: 'x' },
  { kind: 'sessions.settled', givenUp: [session], endedSince: [session], trouble: 'the API is away' },
  { kind: 'step.undoing', ...label },
  { kind: 'step.undone', seconds: 1, result: 'x', ...label },
  { kind: 'step.undo-failed', seconds: 1, failure, ...label },
  { kind: 'step.undo-lost', ...label },
  { kind: 'step.done-again', seconds: 1, ...label },
  { kind: 'undo.finished', seconds: 1 },
  { kind: 'run.asked', what: 'pause', who: 'x', why: 'y', askedAt: '2026-01-01T00:00:00Z' },
  { kind: 'run.asked', what: 'abort', who: 'x', why: 'y', askedAt: '2026-01-01T00:00:00Z' },
  { kind: 'run.stopped' },
  { kind: 'run.finished', state: 'done' },
  { kind: 'run.finished', state: 'failed' },
  { kind: 'run.finished', state: 'rolled-back' },
  {
    kind: 'run.finished',
    state: 'broken',
    left: [{ ...label, member: 'm1', says: 'it does not run', failure }],
  },
];

const place = { seq: 1, at: '2026-01-01T00:00:00.000Z', run: 'r-1' };

describe('an event', () => {
  it.each(facts)('$kind is read back as it was written, %#', (fact) => {
    const event = { ...place, ...fact };
    expect(runEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
  });

  it.each(facts.flatMap((fact) => Object.keys(fact).map((key) => ({ fact, key }))))(
    '$fact.kind with something else in place of its $key is none, %#',
    ({ fact, key }) => {
      if (key === 'result') return;
      const spoiled = { ...place, ...fact, [key]: { instead: true } };
      expect(runEvent.safeParse(spoiled).success).toBe(false);
    },
  );

  it.each([
    [{ seq: 0 }],
    [{ seq: 1.5 }],
    [{ at: 'yesterday' }],
    [{ run: 7 }],
    [{ kind: 'run.danced' }],
    [{ kind: 'hop.finished', hop: -1 }],
    [{ kind: 'run.finished', state: 'danced' }],
    [{ kind: 'step.started', service: 'dancing', ...label }],
    [{ kind: 'run.asked', what: 'dance', who: 'x', why: 'y', askedAt: place.at }],
  ])('%j is none', (spoiled) => {
    const event = { ...place, kind: 'run.stopped', ...spoiled };
    expect(runEvent.safeParse(event).success).toBe(false);
  });
});
