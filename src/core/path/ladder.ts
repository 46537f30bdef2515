import { compareVersions } from '../versions/compare-versions.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import { pageExceptions } from './page-exceptions.ts';
import type { Rulebook } from './rulebook.ts';

/** The releases between two ends in order, with what the page's rules make of their order in plain numbers. */
export interface Ladder {
  /** The start, then every stop below the target, then the target. */
  readonly rungs: readonly Version[];
  /**
   * How far a hop between two rungs strays from the page: the minors or lines that it skips, and one for leaving its
   * line early. 0 where `pageRules` has no blocker.
   */
  strays(from: number, to: number): number;
  /** The rungs that a hop comes to from here straying exactly so far; latest last. */
  straying(from: number, by: number): readonly number[];
  /** How far the hop from here that strays most does. */
  strayMost(from: number): number;
  /** The fewest hops to the target that the page can leave. */
  pageHopsFrom(rung: number): number;
}

export function ladder({ stops, exits, lines: withStops }: Rulebook, from: Version, to: Version): Ladder {
  const inside = stops
    .map(({ version }) => version)
    .filter((version) => compareVersions(from, version) < 0 && compareVersions(version, to) < 0);
  const rungs = [from, ...inside, to];
  const target = rungs.length - 1;
  const lines = [...new Set([...withStops, lineOf(from), lineOf(to)])].sort();
  const numbers = rungs.map((version) => lines.indexOf(lineOf(version)));
  // Lines without a stop, such as that of a candidate, are none to skip.
  let stopped = 0;
  const before = lines.map((line) => (exits.has(line) ? stopped++ : stopped));
  const early = rungs.map((version) => {
    const exit = exits.get(lineOf(version));
    return exit !== undefined && compareVersions(version, exit.version) < 0 ? 1 : 0;
  });
  const excepted = new Map(
    pageExceptions.map((each) => [rungs.indexOf(each.from as Version), rungs.indexOf(each.to as Version)]),
  );
  // The first rung of each line or, where it has none, of the next that has one.
  const firsts: number[] = [];
  numbers.forEach((line, rung) => {
    while (firsts.length <= line) firsts.push(rung);
  });
  const lineNumber = (rung: number): number => numbers[rung] ?? 0;
  /** The lines that a hop from one line to a later one skips. */
  const skips = (own: number, other: number): number =>
    Math.max(0, (before[other] ?? 0) - (before[own + 1] ?? 0));

  const strays = (start: number, end: number): number => {
    const own = lineNumber(start);
    const other = lineNumber(end);
    if (own === other) return end - start - 1;
    return skips(own, other) + (early[start] && excepted.get(start) !== end ? 1 : 0);
  };
  return {
    rungs,
    strays,
    straying(start, by) {
      const own = lineNumber(start);
      const minor = start + 1 + by;
      const ends = minor <= target && lineNumber(minor) === own ? [minor] : [];
      for (let line = own + 1; line < lines.length && skips(own, line) <= by; line++) {
        if (skips(own, line) < by - 1) continue;
        const next = firsts[line + 1] ?? rungs.length;
        for (let end = firsts[line] ?? next; end < next; end++) if (strays(start, end) === by) ends.push(end);
      }
      return ends;
    },
    strayMost: (start) => Math.max(strays(start, target), numbers.lastIndexOf(lineNumber(start)) - start - 1),
    pageHopsFrom(rung) {
      if (rung === target) return 0;
      const [own, last] = [lineNumber(rung), lineNumber(target)];
      if (own === last) return target - rung;
      const waits = early[rung] && !excepted.has(rung) ? 1 : 0;
      return Math.max(1, skips(own, last) + 1) + waits;
    },
  };
}
