import { describe, expect, it } from 'vitest';
import { clip } from './clip.ts';

describe('a text for people', () => {
  it.each([
    ['is left alone', 'there is no run "r-9" here', 'there is no run "r-9" here'],
    ['keeps a word that a path may be', `/${'a'.repeat(299)}`, `/${'a'.repeat(299)}`],
    [
      'loses the rest of an endless word',
      `there is no run "${'x'.repeat(100_000)}" here`,
      `there is no run "${'x'.repeat(119)}… (100,002 characters) here`,
    ],
    [
      'loses the rest of an endless line, and no other',
      `one\n${'a b '.repeat(2000)}\ntwo`,
      `one\n${'a b '.repeat(30)}… (8,000 characters)\ntwo`,
    ],
  ])('%s', (_what, text, expected) => {
    expect(clip(text)).toBe(expected);
  });
});
