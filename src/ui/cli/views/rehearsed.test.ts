import { expect, it } from 'vitest';
import type { Rehearsed } from '../../../core/plan/rehearsed.ts';
import { nextStep, rehearsalNote } from './rehearsed.ts';

const made = '2026-11-27T12:34:56.000Z';
const failure = { step: '2.migrate.schema', code: 'x', message: 'revision a1 failed' };

it.each<[string, Rehearsed | undefined, string, string]>([
  ['never rehearsed', undefined, '; not rehearsed yet', 'baiup rehearse p.json'],
  ['that went well', { made, ok: true }, '', 'baiup apply p.json'],
  [
    'that said no',
    { made, ok: false, failure: { ...failure, hint: 'fix the rows' } },
    '; its rehearsal failed',
    'its rehearsal of 2026-11-27 12:34 UTC failed: revision a1 failed; fix the rows, then: baiup rehearse p.json',
  ],
  [
    'that said no without a hint',
    { made, ok: false, failure },
    '; its rehearsal failed',
    'its rehearsal of 2026-11-27 12:34 UTC failed: revision a1 failed; fix the cause, then: baiup rehearse p.json',
  ],
  [
    'that did not repeat',
    { made, ok: false },
    '; its rehearsal failed',
    'its rehearsal of 2026-11-27 12:34 UTC failed: a second run of its migrations ended in another state than the first; fix the cause, then: baiup rehearse p.json',
  ],
])('a plan %s', (_what, rehearsed, note, next) => {
  expect(rehearsalNote(rehearsed)).toBe(note);
  expect(nextStep('p.json', rehearsed)).toBe(next);
  expect(nextStep(undefined, rehearsed)).toBe('keep it with -o plan.json');
});
