/** A text and how far it is read. */
export interface Scan {
  readonly text: string;
  at: number;
}

/** Thrown where a text is not written as its outline takes it to be: it is then left to a person. */
export class Strange extends Error {}

const blank = /[ \t]/;

export function skipBlanks(scan: Scan): void {
  while (blank.test(scan.text[scan.at] ?? '')) scan.at += 1;
}

/** To the end of the line, which stays unread. */
export function skipLine(scan: Scan): void {
  const end = scan.text.indexOf('\n', scan.at);
  scan.at = end === -1 ? scan.text.length : end;
}

/** Blanks, line ends and comments, as an array may hold between its values. */
export function skipSpace(scan: Scan): void {
  for (;;) {
    const sign = scan.text[scan.at];
    if (sign === '#') skipLine(scan);
    else if (sign !== undefined && /\s/.test(sign)) scan.at += 1;
    else return;
  }
}

function skipLong(scan: Scan, quote: string): void {
  scan.at += 3;
  while (!scan.text.startsWith(quote.repeat(3), scan.at)) {
    if (scan.at >= scan.text.length) throw new Strange('a string without an end');
    scan.at += quote === '"' && scan.text[scan.at] === '\\' ? 2 : 1;
  }
  scan.at += 3;
  // Up to two more quotes belong to the string.
  for (let more = 0; more < 2 && scan.text[scan.at] === quote; more += 1) scan.at += 1;
}

export function skipString(scan: Scan): void {
  const quote = scan.text[scan.at] ?? '';
  if (scan.text.startsWith(quote.repeat(3), scan.at)) {
    skipLong(scan, quote);
    return;
  }
  scan.at += 1;
  while (scan.text[scan.at] !== quote) {
    if (scan.at >= scan.text.length || scan.text[scan.at] === '\n')
      throw new Strange('a string without an end');
    scan.at += quote === '"' && scan.text[scan.at] === '\\' ? 2 : 1;
  }
  scan.at += 1;
}

function skipBrackets(scan: Scan): void {
  const closing = scan.text[scan.at] === '[' ? ']' : '}';
  scan.at += 1;
  for (;;) {
    skipSpace(scan);
    const sign = scan.text[scan.at];
    if (sign === undefined) throw new Strange('a bracket without an end');
    if (sign === closing) break;
    if (/[,=.]/.test(sign)) scan.at += 1;
    else skipValue(scan);
  }
  scan.at += 1;
}

function skipBare(scan: Scan): void {
  const start = scan.at;
  while (scan.at < scan.text.length && !/[\s,=#\]}]/.test(scan.text[scan.at] ?? '')) scan.at += 1;
  if (scan.at === start) throw new Strange(`a value that begins with ${scan.text[start] ?? 'nothing'}`);
}

/** One value, or one key within brackets. */
export function skipValue(scan: Scan): void {
  const sign = scan.text[scan.at] ?? '';
  if (sign === '"' || sign === "'") skipString(scan);
  else if (sign === '[' || sign === '{') skipBrackets(scan);
  else skipBare(scan);
}
