import { expect, it } from 'vitest';
import { firstFew } from './first-few.ts';

it.each<[string, Parameters<typeof firstFew>, string]>([
  ['none', [[], 2], ''],
  ['all', [['a', 'b'], 2], 'a; b'],
  ['the first', [['a', 'b', 'c', 'd'], 2], 'a; b; and 2 more'],
  ['what was read of more', [['a', 'b'], 2, 9], 'a; b; and 7 more'],
])('tells %s', (_what, words, text) => {
  expect(firstFew(...words)).toBe(text);
});
