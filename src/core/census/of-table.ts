const prefix = 'table ';

/** What the rows of a table that is no kind of things are called. */
export const tableRows = (name: string): string => `${prefix}${name}`;

/** @returns the table's name, or undefined for a kind of things */
export const ofTable = (among: string): string | undefined =>
  among.startsWith(prefix) ? among.slice(prefix.length) : undefined;
