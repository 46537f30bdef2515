import type { Census, Counted } from './census.ts';

/** One row tells which cells all of them have. */
function shapeOfPart({ rows, ...part }: Counted): Counted {
  return rows ? { ...part, rows: Object.fromEntries(Object.entries(rows).slice(0, 1)) } : part;
}

const shapeOfParts = (parts: Readonly<Record<string, Counted>>) =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, shapeOfPart(part)]));

/** What another census has to read in order to be compared with one: small, however much that one has counted. */
export function shapeOf({ kinds, tables }: Census): Census {
  return { kinds: shapeOfParts(kinds), tables: shapeOfParts(tables) };
}
