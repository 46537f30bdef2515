import { expect, it } from 'vitest';
import { drainSchema } from './drain.ts';
import { parseDrain } from './parse-drain.ts';

it.each([
  [['end'], { policy: 'end' }],
  [['give-up'], { policy: 'give-up' }],
  [['end', 'batch=wait', 'inference=force'], { policy: 'end', kinds: { batch: 'wait', inference: 'force' } }],
  [['batch=end'], { policy: 'wait', kinds: { batch: 'end' } }],
])('%j', (words, drain) => {
  const parsed = parseDrain(words, 60);
  expect(parsed).toEqual({ ...drain, seconds: 60 });
  expect(drainSchema.parse(parsed)).toEqual(parsed);
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
  [['batch=']],
  [['']],
])('%j is refused', (words) => {
  expect(() => parseDrain(words, 60)).toThrow(/says nothing of a drain/);
});
