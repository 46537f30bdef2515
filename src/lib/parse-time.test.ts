import { describe, expect, it } from 'vitest';
import { parseTime } from './parse-time.ts';

const read = (text: string, zone = 'UTC'): string => new Date(parseTime(text, zone)).toISOString();

describe('a time as an operator types it', () => {
  it.each([
    ['2026-11-29T02:00', 'UTC', '2026-11-29T02:00:00.000Z'],
    ['2026-11-29 02:00', 'Asia/Seoul', '2026-11-28T17:00:00.000Z'],
    [' 2026-11-29T02:00:30 ', 'Asia/Kathmandu', '2026-11-28T20:15:30.000Z'],
    ['2026-11-29T02:00Z', 'Asia/Seoul', '2026-11-29T02:00:00.000Z'],
    ['2026-11-29T02:00:00.000Z', 'Asia/Seoul', '2026-11-29T02:00:00.000Z'],
    ['2026-11-29T02:00+09:00', 'UTC', '2026-11-28T17:00:00.000Z'],
    ['2026-11-29T02:00-0330', 'UTC', '2026-11-29T05:30:00.000Z'],
    ['2026-07-01T12:00', 'America/New_York', '2026-07-01T16:00:00.000Z'],
    ['2026-12-01T12:00', 'America/New_York', '2026-12-01T17:00:00.000Z'],
    ['2026-11-01T01:30-05:00', 'America/New_York', '2026-11-01T06:30:00.000Z'],
    ['2024-02-29T00:00', 'UTC', '2024-02-29T00:00:00.000Z'],
  ])('%s of %s is %s', (text, zone, at) => {
    expect(read(text, zone)).toBe(at);
  });

  it.each([
    ['', 'time.malformed'],
    ['tomorrow', 'time.malformed'],
    ['2026-11-29', 'time.malformed'],
    ['2026-11-31T02:00', 'time.malformed'],
    ['2026-11-29T02:00:00.500Z', 'time.malformed'],
    ['2025-02-29T02:00', 'time.malformed'],
    ['2026-11-29T25:00', 'time.malformed'],
    ['2026-11-29T24:00', 'time.malformed'],
    ['2026-11-29T02:00+99:00', 'time.malformed'],
    ['2026-03-08T02:30', 'time.skipped'],
    ['2026-11-01T01:30', 'time.twice'],
  ])('%s is refused: %s', (text, code) => {
    expect(() => parseTime(text, 'America/New_York')).toThrow(expect.objectContaining({ code, exit: 64 }));
  });
});
