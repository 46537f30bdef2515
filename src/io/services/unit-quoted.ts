const escaped = (word: string): string =>
  word.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('%', '%%');

/** A word as a unit's command has it, whatever it holds. */
export const quotedWord = (word: string): string => `"${escaped(word).replaceAll('$', '$$$$')}"`;

/** A value of a unit that is one path or one text. */
export const quotedValue = (value: string): string => value.replaceAll('%', '%%');

/** A line of a file of variables. */
export const variableLine = (name: string, value: string): string =>
  `${name}="${value.replaceAll(/["\\`$]/g, '\\$&')}"`;
