import { expect, it } from 'vitest';
import { affectedSessions } from '../../../../core/workloads/affected.ts';
import type { Intended } from '../../../../core/workloads/fate.ts';
import type { Session } from '../../../../core/workloads/session.ts';
import { affectedLines } from './affected-lines.ts';

const session = (name: string, more: Partial<Session> = {}): Session => ({
  ...{ id: name, name, kind: 'interactive', status: 'RUNNING', accessKey: 'AK', owner: 'ana@example.com' },
  ...{ agents: ['i-1'], slots: {} },
  ...more,
});

const sessions = [
  session('a'),
  session('b', { owner: 'ben@example.com' }),
  session('c', { owner: 'ben@example.com', kind: 'batch', label: 'nightly' }),
  session('d', { kind: 'inference' }),
  session('e', { status: 'PENDING' }),
  session('f', { status: 'TERMINATED' }),
  session('g', { project: 'clinic' }),
  session('h', { status: 'ERROR' }),
];

function told(intended: Intended): string {
  const counted = affectedSessions(intended);
  counted.add(sessions);
  return affectedLines({ ...intended, groups: counted.all(), unmet: [] }).join('\n');
}

it('who is affected is told by what becomes of sessions, with kinds and people and the command that lists them', () => {
  const drain = { policy: 'end', kinds: { batch: 'wait' }, seconds: 1800 } as const;
  expect(told({ drain, guards: ['project=clinic'] })).toMatchInlineSnapshot(`
    "What becomes of sessions, by --drain end,batch=wait --drain-for 30m --guard project=clinic:
      guarded: 1 session. Each stops the upgrade until it has ended or is accepted.
          kinds: 1 interactive
          people: 1 ana@example.com
          see each: baiup workloads --drain end,batch=wait --drain-for 30m --guard project=clinic --fate guarded
      must-end: 1 session. Each has to end by itself within 30m. As long as one runs, there is no upgrade.
          kinds: 1 batch
          people: 1 ben@example.com
          see each: baiup workloads --drain end,batch=wait --drain-for 30m --guard project=clinic --fate must-end
      is-ended: 2 sessions. Each is ended, if it has not ended by itself within 30m.
          kinds: 2 interactive
          people: 1 ana@example.com, 1 ben@example.com
          see each: baiup workloads --drain end,batch=wait --drain-for 30m --guard project=clinic --fate is-ended
      is-restarted: 1 session. Each is ended, and its service has new ones after the upgrade.
          kinds: 1 inference
          people: 1 ana@example.com
          see each: baiup workloads --drain end,batch=wait --drain-for 30m --guard project=clinic --fate is-restarted
      at-risk: 1 session. None is ended, but none can be reached while services are away, and some may end.
          kinds: 1 interactive
          people: 1 ana@example.com
          see each: baiup workloads --drain end,batch=wait --drain-for 30m --guard project=clinic --fate at-risk
      waits: 1 session. Each waits until the upgrade is over.
          kinds: 1 interactive
          people: 1 ana@example.com
          see each: baiup workloads --drain end,batch=wait --drain-for 30m --guard project=clinic --fate waits"
  `);
});

it('without a drain sessions are left, and the text says how to ask for one', () => {
  const [head, first, ...rest] = told({ drain: undefined, guards: [] }).split('\n');
  expect(head).toBe('What becomes of sessions, without a drain (try --drain end):');
  expect(first).toContain('  at-risk: 6 sessions. None is ended');
  expect(rest.at(-1)).toBe('      see each: baiup workloads --fate waits');
});

it('only the largest groups of people are named, and no name moves a cursor', () => {
  const owners = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`p\u001b${at}`, 20 - at]));
  const groups = [{ fate: 'waits', sessions: 210, kinds: { batch: 210 }, owners }] as const;
  const [, , , people] = affectedLines({ drain: undefined, guards: [], groups, unmet: [] });
  expect(people).toContain('20 p\\u001b0, 19');
  expect(people).toMatch(/9 p\\u001b11 and 8 others$/);
});

it('says why nobody knows', () => {
  expect(affectedLines({ drain: undefined, guards: [], trouble: 'the database does not answer' })).toEqual([
    'What becomes of sessions is not known: the database does not answer',
  ]);
});
