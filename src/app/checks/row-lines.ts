import type { FoundRows } from '../../core/cluster/rows.ts';

/** So many rows are named in a finding. */
const named = 5;

/** Which rows they are, in a sentence: the first few with all their columns. */
export function rowLines({ count, first }: FoundRows): string {
  const each = first.slice(0, named).map((row) =>
    Object.values(row)
      .filter((value) => value !== null && value !== '')
      .join(' '),
  );
  const more = count > each.length ? [`and ${count - each.length} more`] : [];
  return [...each, ...more].join('; ');
}
