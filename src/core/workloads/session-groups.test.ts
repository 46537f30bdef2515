import { expect, it } from 'vitest';
import type { Session } from './session.ts';
import { sessionGroups } from './session-groups.ts';

const session = (more: Partial<Session>): Session => ({
  ...{
    id: '1',
    name: 'n',
    kind: 'batch',
    status: 'RUNNING',
    accessKey: 'AK',
    agents: ['i-1'],
    slots: { cpu: 1 },
  },
  ...more,
});

const sessions = [
  session({ owner: 'ana' }),
  session({ owner: 'bo', agents: ['i-1', 'i-2'], slots: { cpu: 2, mem: 5 } }),
  session({ owner: 'bo', status: 'PENDING', agents: [], slots: { cpu: 64 } }),
  session({ status: 'TERMINATING', agents: ['i-2'] }),
];

it('sessions add up by owner, who is an access key where no address is known; what waits occupies nothing', () => {
  const groups = sessionGroups('owner');
  groups.add(sessions.slice(0, 2));
  groups.add(sessions.slice(2));
  expect(groups.all()).toEqual([
    { key: 'bo', sessions: 2, running: 1, pending: 1, slots: { cpu: 2, mem: 5 } },
    { key: 'AK', sessions: 1, running: 0, pending: 0, slots: { cpu: 1 } },
    { key: 'ana', sessions: 1, running: 1, pending: 0, slots: { cpu: 1 } },
  ]);
});

it('one on two agents counts at both, one on none at none', () => {
  const groups = sessionGroups('agent');
  groups.add(sessions);
  expect(groups.all().map(({ key, sessions: count }) => [key, count])).toEqual([
    ['i-1', 2],
    ['i-2', 2],
  ]);
});
