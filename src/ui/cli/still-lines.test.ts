import { expect, it } from 'vitest';
import type { Wait } from '../../lib/waiting.ts';
import { longestWait, stillLines } from './still-lines.ts';

it('what is waited for is one line that moves no cursor, whatever users typed', () => {
  const wait: Wait = {
    what: 'sessions to end: a\u001b[2J',
    since: 0,
    until: 60_000,
    trouble: () => 'the manager said\n\u009bz',
  };
  const steps = [{ title: 'Wait', since: 0 }];
  const said =
    'waits for sessions to end: a\\u001b[2J, since 00:00:00, at most until 00:01:00: the manager said \\u009bz';
  expect(stillLines({ headline: undefined, steps, waits: [wait] }, 5_000)).toEqual([
    '… 00:00:05 Wait (for 5 s)',
    `    ${said}`,
  ]);
  expect(longestWait([wait], 5_000)).toBe(said);
});
