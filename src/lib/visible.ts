/**
 * Controls of terminals (ESC among them), marks that turn the direction of what follows, and other ends of lines: what
 * somebody typed as a name must not move a cursor, or seem to be another name.
 */
const hidden = /[\p{Cc}\p{Bidi_Control}\u200b-\u200d\u2028\u2029\u2060\ufeff]/gu;

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A name that somebody typed, as it may be shown: what cannot be seen is written out, `\u001b`. */
export function visible(text: string): string {
  return text.replace(hidden, escaped);
}

/** A line of somebody who may use tabs, joiners and marks of direction: only what moves a cursor or ends a line is written out. */
export function visibleLine(line: string): string {
  return line.replace(/[^\P{Cc}\t]/gu, escaped);
}

/** JSON of anything in one line, in which nothing is hidden. It says the same. */
export function visibleJson(value: unknown): string {
  return visible(JSON.stringify(value) ?? 'null');
}
