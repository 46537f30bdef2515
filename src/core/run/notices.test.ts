import { describe, expect, it } from 'vitest';
import { noticeText } from './notice-text.ts';
import { noticesOf } from './notices-of.ts';
import {
  simulatedBeginning,
  simulatedEvents,
  simulatedHop,
  simulatedNoticedRun,
} from './simulated-noticed-run.ts';
import { untaken } from './untaken.ts';
import { untoldAfter } from './untold.ts';

const run = simulatedNoticedRun();
const wholeFacts = [simulatedBeginning, ...simulatedHop(1), { kind: 'run.finished', state: 'done' } as const];
const whole = simulatedEvents(wholeFacts);
const about = { version: 1, id: 'i', at: '2026-01-01T00:00:00Z', cluster: 'lab' } as const;

describe('a notice', () => {
  it('says what happened, in which run, and what is foreseen', () => {
    const notice = whole.flatMap(noticesOf(run)).find(({ event }) => event === 'stop.begun');
    expect(notice).toEqual({
      version: 1,
      id: 'run-id.2.stop.begun',
      event: 'stop.begun',
      at: '2026-01-01T00:00:01.000Z',
      cluster: 'lab',
      run: { name: 'r-1', id: 'run-id' },
      from: '1',
      to: '3',
      hop: { number: 1, of: 2, from: '1', to: '2' },
      window: { seconds: 1200, wayBack: 60 },
      downtime: { predicted: 60, predictedRange: [50, 90] },
      text: 'lab, r-1: 1 → 2: services stop now. About 1m without service are foreseen, between 50s and 1m30s.',
    });
  });

  it('has an id that is its own and the same each time', () => {
    const ids = () => whole.flatMap(noticesOf(run)).map(({ id }) => id);
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(ids().length);
  });

  it('is one line of a length that a chat shows, whatever names and errors hold', () => {
    const failure = { code: 'x', message: `a\n\u001b[31mred\u202e ${'long '.repeat(300)}`, step: 'stop m1' };
    const text = noticeText({ ...about, event: 'run.failed', failure });
    expect(text).toMatch(/^lab: a step has failed, and the cluster goes back: stop m1: a \[31mred long /);
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text.length).toBeLessThan(510);
  });

  it('of services that stop on the way back says why, and foresees no length', () => {
    const downtime = { predicted: 60 };
    const hop = { number: 1, of: 1, from: '1', to: '2' };
    const text = noticeText({ ...about, event: 'stop.begun', hop, downtime, why: 'the cluster goes back' });
    expect(text).toBe('lab: 1 → 2: services stop now, because the cluster goes back.');
  });

  it.each([
    ['done', 'The cluster runs 3'],
    ['failed', 'The hop that was in progress is undone'],
    ['rolled-back', 'The cluster runs 1 again'],
    ['broken', 'Somebody must look at it now'],
  ] as const)('of an end says where things are: %s', (state, says) => {
    const event = state === 'rolled-back' ? 'run.rolled-back' : 'run.finished';
    expect(noticeText({ ...about, event, state, from: '1', to: '3' })).toContain(says);
  });
});

describe('what hooks may not have had', () => {
  const ids = (events: typeof whole, hook: string) =>
    untaken(events, noticesOf(run)).flatMap((each) => (each.hook === hook ? [each.notice.id] : []));

  it('is all that the journal does not say they took', () => {
    const [first = ''] = ids(whole, 'chat');
    const told = simulatedEvents([
      ...wholeFacts,
      { kind: 'hook.told', hook: 'chat', notice: first, event: 'window.planned', tries: 1 },
      { kind: 'hook.gave-up', hook: 'page', notice: first, event: 'window.planned', tries: 3, why: 'away' },
    ]);
    expect(ids(told, 'chat')).toEqual(ids(whole, 'chat').slice(1));
    expect(ids(told, 'page')).toEqual(ids(whole, 'page'));
    expect(ids(whole, 'page')).toHaveLength(8);
  });

  it('is nothing of a time when there was no such hook', () => {
    const resumed = simulatedEvents([
      ...wholeFacts.slice(0, -1),
      { kind: 'run.resumed', who: 'x', hooks: ['new'] },
      { kind: 'run.finished', state: 'done' },
    ]);
    expect(ids(resumed, 'new')).toEqual(['run-id.14.run.finished']);
    expect(ids(resumed, 'chat')).not.toContain('run-id.14.run.finished');
  });

  it('is told by the run until it is taken after all', () => {
    const gaveUp = {
      kind: 'hook.gave-up',
      hook: 'chat',
      notice: 'n',
      event: 'run.begun',
      tries: 1,
      why: 'away',
    } as const;
    const took = { kind: 'hook.told', hook: 'chat', notice: 'n', event: 'run.begun', tries: 1 } as const;
    const [one, other, two] = simulatedEvents([gaveUp, { ...gaveUp, hook: 'page' }, took]) as [
      never,
      never,
      never,
    ];
    const left = untoldAfter(untoldAfter(undefined, one), other);
    expect(left).toEqual([
      { hook: 'chat', notice: 'n', event: 'run.begun', why: 'away' },
      { hook: 'page', notice: 'n', event: 'run.begun', why: 'away' },
    ]);
    expect(untoldAfter(left, two)?.map(({ hook }) => hook)).toEqual(['page']);
    expect(untoldAfter(untoldAfter(undefined, one), two)).toBeUndefined();
  });
});
