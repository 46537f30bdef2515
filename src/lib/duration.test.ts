import { describe, expect, it } from 'vitest';
import { durationText, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['90s', 90],
    ['20m', 1200],
    [' 1h30m ', 5400],
    ['168h', 604_800],
  ])('%j is %i seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
    expect(parseDuration(durationText(seconds))).toBe(seconds);
  });

  it.each([
    ['', 'duration.malformed', '"" is not a duration'],
    ['0s', 'duration.malformed', '"0s" is not a duration'],
    ['20', 'duration.malformed', '"20" is not a duration'],
    ['-5m', 'duration.malformed', '"-5m" is not a duration'],
    ['1.5h', 'duration.malformed', '"1.5h" is not a duration'],
    ['168h1s', 'duration.too-long', '"168h1s" is longer than a week'],
    ['10000h', 'duration.too-long', '"10000h" is longer than a week'],
    [`${'9'.repeat(400)}h`, 'duration.too-long', `"${'9'.repeat(30)}…" is longer than a week`],
    ['x'.repeat(1e5), 'duration.malformed', `"${'x'.repeat(30)}…" is not a duration`],
  ])('%.20s is refused', (text, code, message) => {
    expect(() => parseDuration(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message), exit: 64 }),
    );
  });
});
