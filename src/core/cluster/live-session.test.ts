import { expect, it } from 'vitest';
import { type LiveSession, sessionsSince } from './live-session.ts';

const session = (id: string, status = 'RUNNING'): LiveSession => ({
  id,
  name: `name of ${id}`,
  accessKey: 'AK',
  status,
  agents: [],
});

it.each<[string, LiveSession[], LiveSession[], begun: string[], ended: string[]]>([
  ['that goes on is neither', [session('a')], [session('a')], [], []],
  ['that changes its state while it runs is neither', [session('a')], [session('a', 'TERMINATING')], [], []],
  ['that is new has begun', [session('a')], [session('a'), session('b')], ['b'], []],
  ['that is new and waits has begun too', [], [session('b', 'PENDING')], ['b'], []],
  ['that waited and was given a place has begun', [session('a', 'PENDING')], [session('a')], ['a'], []],
  ['that waits on is neither', [session('a', 'PENDING')], [session('a', 'PENDING')], [], []],
  ['that is gone has ended', [session('a'), session('b')], [session('b')], [], ['a']],
])('a session %s', (_what, before, now, begun, ended) => {
  const since = sessionsSince(before, now);
  expect(since.begun.map(({ id }) => id)).toEqual(begun);
  expect(since.ended.map(({ id }) => id)).toEqual(ended);
});
