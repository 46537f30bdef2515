import { expect, it } from 'vitest';
import type { Session } from './session.ts';
import { unmetWords } from './unmet-words.ts';

const session = (more: Partial<Session>): Session => ({
  ...{ id: '1', name: 'train', kind: 'batch', status: 'RUNNING', accessKey: 'AK', agents: [], slots: {} },
  ...more,
});

it('words that no session fits are named, whichever other words it fits', () => {
  const unmet = unmetWords({ kind: ['bacth', 'batch'], owner: ['AK', 'bo@x'], pending: true, olderThan: 60 });
  unmet.see(session({}));
  unmet.see(session({ kind: 'interactive' }));
  expect(unmet.left()).toEqual([
    { of: 'kind', word: 'bacth' },
    { of: 'owner', word: 'bo@x' },
  ]);
  unmet.see(session({ owner: 'bo@x' }));
  expect(unmet.left()).toEqual([{ of: 'kind', word: 'bacth' }]);
});

it('no words are none that were mistyped', () => {
  expect(unmetWords({ pending: true }).left()).toEqual([]);
});
