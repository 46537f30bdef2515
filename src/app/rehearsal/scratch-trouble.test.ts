import { expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import { onServers } from './scratch-trouble.ts';

/** Servers of which one is found to have ended at the given time of asking; 0 for never. */
function servers(endedAt: number) {
  let asked = 0;
  return {
    trouble: async () => {
      asked += 1;
      return endedAt > 0 && asked >= endedAt ? 'PostgreSQL ended in the middle: out of memory' : undefined;
    },
  };
}

it.each<[string, Error, number, object]>([
  ['one that has ended', new Error('no such relation'), 1, { code: 'rehearsal.server-died' }],
  [
    'one that is still ending when the connection is lost',
    new Error('terminating connection due to unexpected postmaster exit'),
    4,
    { code: 'rehearsal.server-died' },
  ],
  [
    'one that is still ending when the next statement is asked',
    new Error('Client has encountered a connection error and is not queryable'),
    4,
    { code: 'rehearsal.server-died' },
  ],
  ['none, where the statement was wrong', new Error('no such relation'), 0, { message: 'no such relation' }],
  ['a full disk', new Error('No space left on device'), 0, { code: 'rehearsal.no-room' }],
  [
    'what was told already',
    new BaiupError('rehearsal.not-a-copy', 'it is no copy'),
    1,
    { code: 'rehearsal.not-a-copy' },
  ],
])('is told by %s', async (_what, error, endedAt, expected) => {
  await expect(onServers(servers(endedAt), () => Promise.reject(error))).rejects.toMatchObject(expected);
});
