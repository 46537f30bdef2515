/** The value under a dotted key of a parsed file; releases spell keys with dashes or with underscores. */
export function valueUnder(table: unknown, key: string): unknown {
  const spelt = (word: string): string => word.replaceAll('_', '-');
  let at = table;
  for (const word of key.split('.')) {
    const entries: readonly (readonly [string, unknown])[] =
      typeof at === 'object' && at !== null ? Object.entries(at) : [];
    at = entries.find(([name]) => spelt(name) === spelt(word))?.[1];
  }
  return at;
}
