import { compareVersions } from './compare-versions.ts';
import { lineOf } from './line-of.ts';
import { parseVersion } from './parse-version.ts';
import type { Version } from './version.ts';

/** A set of versions, as written in rules: `<24.09`, `>=24.09.1 <25.04 || 26.07.0`, `24.03.x`, `*`. */
export interface VersionRange {
  readonly text: string;
  has(version: Version): boolean;
}

type Test = (version: Version) => boolean;

const operators: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '': (order) => order === 0,
};

const orderOfText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** One bound: by a version, or by a whole line with its candidates (`<24.09`, `24.09.x`). */
function bound(word: string): Test {
  if (word === '*') return () => true;
  const [, operator = '', rest = ''] = /^(<=|>=|<|>|)(.*)$/.exec(word) ?? [];
  const holds = operators[operator] as (order: number) => boolean;
  const line = /^(\d{2}\.\d{2})(\.x)?$/.exec(rest)?.[1];
  if (line !== undefined) return (version) => holds(orderOfText(lineOf(version), line));
  const limit = parseVersion(rest);
  return (version) => holds(compareVersions(version, limit));
}

/**
 * Reads a range: bounds with a space between them all hold, `||` parts alternatives. A bound that names a line
 * means all of it, candidates included, so `<24.09` is everything older than that line.
 * @throws BaiupError `version.malformed` for a bound that is neither a version nor a line
 */
export function parseRange(text: string): VersionRange {
  const alternatives = text.split('||').map((part) => part.trim().split(/\s+/).map(bound));
  return { text, has: (version) => alternatives.some((all) => all.every((holds) => holds(version))) };
}
