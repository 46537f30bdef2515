import type { FoundRows } from '../../core/cluster/rows.ts';
import { firstFew } from '../../lib/first-few.ts';

/** So many rows are named in a finding. */
const named = 5;

/** Which rows they are, in a sentence: the first few with all their columns. */
export function rowLines({ count, first }: FoundRows): string {
  const rows = first.map((row) =>
    Object.values(row)
      .filter((value) => value !== null && value !== '')
      .join(' '),
  );
  return firstFew(rows, named, count);
}
