import { expect, it } from 'vitest';
import { stepLogsText } from './step-logs.ts';

it('nothing that users typed or programs said moves a cursor', () => {
  const about = {
    run: 'r-1',
    seq: 1,
    at: '2026-11-28T18:00:00.000Z',
    step: '1.drain.users',
    hop: 0,
    title: 'Wait',
  };
  const name = 'a\u001b[2J\u009bz';
  const failure = {
    code: 'drain.deadline',
    message: `1 session has not ended: ${name}`,
    hint: `end ${name}`,
  };
  const text = stepLogsText({
    run: 'r-1',
    step: '1.drain.users',
    events: [
      { ...about, kind: 'step.failed', seconds: 1, failure },
      { ...about, kind: 'step.finished', seconds: 1, result: { ended: [name] } },
    ],
    evidence: [{ file: 'manager.log', tail: `line\tone\n${name}` }],
  });
  expect(text).not.toMatch(/[^\P{Cc}\t\n]/u);
  expect(text.match(/a\\u001b\[2J\\u009bz/g)).toHaveLength(4);
  expect(text).toContain('    line\tone\n');
});
