/**
 * What an error tells of many things: "one; another; and 7 more".
 * @param texts those that could be told, in order
 * @param most so many are
 * @param all how many there are, where not all were read
 */
export function firstFew(texts: readonly string[], most: number, all = texts.length): string {
  const told = texts.slice(0, most);
  const more = all - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
