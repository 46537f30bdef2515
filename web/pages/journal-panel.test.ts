import { expect, it } from 'vitest';
import { pageBefore } from './journal-panel.tsx';

it.each([
  [0, 0],
  [1, 0],
  [100, 0],
  [101, 100],
  [250, 200],
])('event %i is on the page after event %i', (seq, after) => {
  expect(pageBefore(seq)).toBe(after);
});
