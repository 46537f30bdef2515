import { describe, expect, it } from 'vitest';
import { beforeAfter } from './before-after.ts';

/** Where each number of a line ends. */
const ends = (line: string): number[] =>
  [...line.matchAll(/ (\d+|–|before|after)(?= |$)/g)].map((at) => at.index + at[0].length);

describe('a table of counts', () => {
  it.each([
    ['short names', '24.03.11 → 24.09.4, what it held', 'users', 12],
    ['a long name', 'What it held', 'table site_reports_of_all_projects_by_month', 12],
    ['a long title', '24.09.13 → 25.01.1rc1, what it held of old', 'users', 12],
    ['a large number', 'What it held', 'users', 12_345_678_901],
  ])('keeps its columns with %s', (_what, title, name, count) => {
    const lines = beforeAfter(title, [
      { name, before: count, after: 3, note: 'moved' },
      { name: 'images', before: 1, after: null },
    ]);
    const [first, ...others] = lines.map(ends);
    expect(first).toHaveLength(2);
    expect(others).toEqual([first, first]);
    expect(lines[1]).toContain(`${name} `);
    expect(lines[1]?.endsWith('   moved')).toBe(true);
  });
});
