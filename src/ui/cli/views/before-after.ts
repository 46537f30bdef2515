/** One thing that was counted. */
export interface CountedLine {
  readonly name: string;
  readonly before: number;
  /** Null where it is there no more. */
  readonly after: number | null;
  readonly note?: string;
}

const least = { name: 28, count: 9 };

/** A small table of counts; its columns are as wide as the longest name and number ask for. */
export function beforeAfter(title: string, lines: readonly CountedLine[]): string[] {
  const rows = lines.map(({ name, before, after, note = '' }) => ({
    name,
    before: String(before),
    after: after === null ? '–' : String(after),
    note,
  }));
  const longest = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));
  const name = Math.max(least.name, longest([title.slice(2), ...rows.map((row) => row.name)]));
  const count = Math.max(least.count, longest(rows.flatMap((row) => [row.before, row.after, ''])) + 1);
  const numbers = (before: string, after: string): string => before.padStart(count) + after.padStart(count);
  return [
    `  ${title.padEnd(name + 2)}${numbers('before', 'after')}`,
    ...rows.map((row) => {
      const line = `    ${row.name.padEnd(name)}${numbers(row.before, row.after)}`;
      return row.note === '' ? line : `${line}   ${row.note}`;
    }),
  ];
}
