/** Longer than any path that Linux takes has no use for whoever reads it. */
const longestWord = 300;
const longestLine = 4000;
const shown = 120;

const clipped = (text: string): string =>
  `${text.slice(0, shown)}… (${text.length.toLocaleString('en')} characters)`;

/** A text for people, without words or lines that go on and on: what somebody typed is never echoed whole. */
export function clip(text: string): string {
  if (text.length <= longestWord) return text;
  return text
    .split('\n')
    .map((line) => {
      const short = line.replace(/\S{301,}/g, clipped);
      return short.length > longestLine ? clipped(short) : short;
    })
    .join('\n');
}
