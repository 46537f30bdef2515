import { visibleLine } from '../../lib/visible.ts';

/** Bytes in a word of a header: with its marks it takes 75 signs. Source: RFC 2047, section 2. */
const mostInWord = 45;

/** Bytes of a line of a mail. Source: RFC 5322, section 2.1.1. */
const longestLine = 998;

const bytes = new TextEncoder();

/** Text in pieces of so many bytes at most, never in the middle of a sign. */
function inPieces(text: string, most: number): string[] {
  const pieces: string[] = [];
  let [piece, length] = ['', 0];
  for (const sign of text) {
    const more = bytes.encode(sign).length;
    if (length + more > most) {
      pieces.push(piece);
      [piece, length] = ['', 0];
    }
    [piece, length] = [piece + sign, length + more];
  }
  return [...pieces, piece];
}

const base64 = (text: string): string => btoa(String.fromCharCode(...bytes.encode(text)));

/** A header's text as RFC 2047 has it: nothing in it can end the header, or begin another. */
function headerText(text: string): string {
  const shown = visibleLine(text);
  if (/^[\x20-\x7e]{0,900}$/.test(shown) && !shown.includes('=?')) return shown;
  return inPieces(shown, mostInWord)
    .map((piece) => `=?utf-8?B?${base64(piece)}?=`)
    .join('\n ');
}

interface Mail {
  /** One that `isMailAddress`. */
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

/** A mail as programs such as `sendmail -t` take it. */
export function mailText({ to, subject, body }: Mail): string {
  const lines = body.split('\n').flatMap((line) => inPieces(visibleLine(line), longestLine));
  return [
    `To: ${to}`,
    `Subject: ${headerText(subject)}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    'Auto-Submitted: auto-generated',
    '',
    ...lines,
    '',
  ].join('\n');
}
