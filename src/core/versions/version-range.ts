import { parseVersion } from './parse-version.ts';
import type { Version } from './version.ts';
import { lineNumber, lineSpan, versionNumber } from './version-number.ts';

/** A set of versions, as written in rules: `<24.09`, `>=24.09.1 <25.04 || 26.07.0`, `24.03.x`, `*`. */
export interface VersionRange {
  readonly text: string;
  has(version: Version): boolean;
}

/** The numbers from `start` up to, but without, `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

const all: Span = { start: 0, end: Number.POSITIVE_INFINITY };

/** What a bound names: one version, or a whole line with its candidates (`<24.09`, `24.09.x`). */
function named(word: string): Span {
  const [, year, month] = /^(\d{2})\.(\d{2})(?:\.x)?$/.exec(word) ?? [];
  const start =
    year === undefined ? versionNumber(parseVersion(word)) : lineNumber(Number(year), Number(month));
  return { start, end: start + (year === undefined ? 1 : lineSpan) };
}

function bound(word: string): Span {
  if (word === '*') return all;
  const [, operator, rest = ''] = /^(<=|>=|<|>|)(.*)$/.exec(word) ?? [];
  const { start, end } = named(rest);
  if (operator === '<') return { ...all, end: start };
  if (operator === '<=') return { ...all, end };
  if (operator === '>') return { ...all, start: end };
  if (operator === '>=') return { ...all, start };
  return { start, end };
}

const ranges = new Map<string, VersionRange>();

/**
 * Reads a range, each text once: bounds with a space between them all hold, `||` parts alternatives. A bound that
 * names a line means all of it, candidates included, so `<24.09` is everything older than that line.
 * @throws BaiupError `version.malformed` for a bound that is neither a version nor a line
 */
export function parseRange(text: string): VersionRange {
  const known = ranges.get(text);
  if (known) return known;
  const spans = text.split('||').map((part): Span => {
    const bounds = part.trim().split(/\s+/).map(bound);
    const start = Math.max(...bounds.map((each) => each.start));
    return { start, end: Math.min(...bounds.map((each) => each.end)) };
  });
  const range: VersionRange = {
    text,
    has(version) {
      const number = versionNumber(version);
      // By index: a search asks this some ten thousand times before anything is optimized.
      for (let at = 0; at < spans.length; at += 1) {
        const span = spans[at];
        if (span && span.start <= number && number < span.end) return true;
      }
      return false;
    },
  };
  ranges.set(text, range);
  return range;
}
