import { expect, it } from 'vitest';
import { requireRemaining } from './require-remaining.ts';

const why = { code: 'host.unreachable', message: 'h3 does not answer' };
const postponed = [{ member: 'a3', host: 'h3', why }];

it.each([
  ['running', 'remaining.unfinished'],
  ['stopped', 'remaining.unfinished'],
  ['undoing', 'remaining.unfinished'],
  ['broken', 'remaining.unfinished'],
  ['failed', 'remaining.none'],
  ['rolled-back', 'remaining.none'],
] as const)('nothing remains of a run that is %s', (state, code) => {
  expect(() => requireRemaining({ run: 'r-1', state, postponed })).toThrow(
    expect.objectContaining({ code, exit: 2 }),
  );
});

it('nothing remains of a run that is done and has postponed nobody', () => {
  expect(() => requireRemaining({ run: 'r-1', state: 'done' })).toThrow(
    expect.objectContaining({ code: 'remaining.none' }),
  );
});

it('what it has postponed remains', () => {
  expect(() => requireRemaining({ run: 'r-1', state: 'done', postponed })).not.toThrow();
});
