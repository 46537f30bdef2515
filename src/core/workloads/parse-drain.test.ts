import { expect, it } from 'vitest';
import { drainSchema, policyFor } from './drain.ts';
import { drainWords } from './drain-words.ts';
import { parseDrain } from './parse-drain.ts';

it.each([
  [['end'], { policy: 'end' }],
  [['give-up'], { policy: 'give-up' }],
  [['end', 'batch=wait', 'inference=force'], { policy: 'end', kinds: { batch: 'wait', inference: 'force' } }],
  [['batch=end'], { policy: 'wait', kinds: { batch: 'end' } }],
  [
    ['end', 'label:a=b=wait', 'label:night run=give-up'],
    { policy: 'end', labels: { 'a=b': 'wait', 'night run': 'give-up' } },
  ],
])('%j', (words, drain) => {
  const parsed = parseDrain(words, 60);
  expect(parsed).toEqual({ ...drain, seconds: 60 });
  expect(drainSchema.parse(parsed)).toEqual(parsed);
  // What is shown to type leads to the same drain.
  const [flag, typed = '', ...time] = drainWords(parsed);
  expect([flag, ...time]).toEqual(['--drain', '--drain-for', '1m']);
  expect(parseDrain(typed.split(','), 60)).toEqual(parsed);
});

it('nothing is no drain', () => {
  expect(parseDrain([], 60)).toBeUndefined();
});

it.each([
  [['stop']],
  [['end', 'force']],
  [['batch=ask']],
  [['batch=end', 'batch=wait']],
  [['=end']],
  [['label:=end']],
  [['label:x=ask']],
  [['label:x=end', 'label:x=wait']],
  [['label:x=end', 'label:X=wait']],
  [['end', 'label:__proto__=wait']],
  [['batch=']],
  [['']],
])('%j is refused', (words) => {
  expect(() => parseDrain(words, 60)).toThrow(/says nothing of a drain/);
});

it.each([
  [{ kind: 'batch', label: 'Nightly' }, 'give-up'],
  [{ kind: 'batch', label: 'night' }, 'wait'],
  [{ kind: 'batch' }, 'wait'],
  [{ kind: 'interactive' }, 'end'],
  [{}, 'end'],
])('%j: %s', (session, policy) => {
  const drain = {
    policy: 'end',
    kinds: { batch: 'wait' },
    labels: { nightly: 'give-up' },
    seconds: 1,
  } as const;
  expect(policyFor(drain, session)).toBe(policy);
});
