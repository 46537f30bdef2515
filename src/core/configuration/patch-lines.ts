import { outline } from './toml-outline.ts';

const secretKey = /pass|secret|token|credential|key/i;
const inAddress = /\/\/[^/\s"'@]+@/g;

/** A text without the values whose key sounds like a secret; one that cannot be read shows no value at all. */
function withoutSecrets(text: string): string {
  try {
    const spans = outline(text)
      .filter(({ kind, path }) => kind === 'value' && path.some((part) => secretKey.test(part)))
      .map(({ value }) => value);
    const outer = spans.filter(
      (span) => !spans.some((other) => other !== span && other.start <= span.start && span.end <= other.end),
    );
    return outer
      .sort((a, b) => b.start - a.start)
      .reduce((masked, { start, end }) => `${masked.slice(0, start)}***${masked.slice(end)}`, text)
      .replace(inAddress, '//***@');
  } catch {
    return text.replace(/=.*/g, '= ***');
  }
}

type Row = { readonly sign: ' ' | '-' | '+'; readonly text: string; readonly line: number };

/** Length of the longest common part of two lists from each pair of places on. */
function common(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = rows[i] as Uint32Array;
      const below = rows[i + 1] as Uint32Array;
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return rows;
}

function rowsOf(before: readonly string[], after: readonly string[]): Row[] {
  const lengths = common(before, after);
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [was = '', is = ''] = [before[i], after[j]];
    const both = i < before.length && j < after.length;
    if (both && was === is) {
      rows.push({ sign: ' ', text: was, line: i + 1 });
      i += 1;
      j += 1;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      rows.push({ sign: '-', text: was, line: i + 1 });
      i += 1;
    } else {
      rows.push({ sign: '+', text: is, line: i + 1 });
      j += 1;
    }
  }
  return rows;
}

const around = 2;

/** What changed between two texts as lines of a patch, a few lines around each change, without secrets. */
export function patchLines(before: string, after: string): string[] {
  if (before === after) return [];
  const lines = (text: string): string[] =>
    withoutSecrets(text)
      .replace(/\r?\n$/, '')
      .split(/\r?\n/);
  const rows = rowsOf(lines(before), lines(after));
  const near = (index: number): boolean =>
    rows.slice(Math.max(0, index - around), index + around + 1).some(({ sign }) => sign !== ' ');
  return rows.flatMap((row, index) => {
    if (!near(index)) return [];
    const heading = index === 0 || !near(index - 1) ? [`@@ line ${row.line} @@`] : [];
    return [...heading, `${row.sign}${row.text}`];
  });
}
