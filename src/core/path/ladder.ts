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
  /** The fewest hops to the target that the page can leave. */
  pageHopsFrom(rung: number): number;
}

export function ladder({ stops, exits }: Rulebook, from: Version, to: Version): Ladder {
  const inside = stops
    .map(({ version }) => version)
    .filter((version) => compareVersions(from, version) < 0 && compareVersions(version, to) < 0);
  const rungs = [from, ...inside, to];
  const lines = [...new Set([...exits.keys(), lineOf(from), lineOf(to)])].sort();
  const numbers = rungs.map((version) => lines.indexOf(lineOf(version)));
  // Lines without a stop, such as that of a candidate, are none to skip.
  const before = lines.map((_, index) => lines.slice(0, index).filter((line) => exits.has(line)).length);
  const early = rungs.map((version) => {
    const exit = exits.get(lineOf(version));
    return exit !== undefined && compareVersions(version, exit.version) < 0 ? 1 : 0;
  });
  const isException = (start: number, end: number) =>
    pageExceptions.some((each) => each.from === rungs[start] && each.to === rungs[end]);
  const lineNumber = (rung: number): number => numbers[rung] ?? 0;

  return {
    rungs,
    strays(start, end) {
      const [own, other] = [lineNumber(start), lineNumber(end)];
      if (own === other) return end - start - 1;
      const skipped = Math.max(0, (before[other] ?? 0) - (before[own + 1] ?? 0));
      return skipped + (early[start] && !isException(start, end) ? 1 : 0);
    },
    pageHopsFrom(rung) {
      if (rung === rungs.length - 1) return 0;
      const [own, last] = [lineNumber(rung), lineNumber(rungs.length - 1)];
      if (own === last) return rungs.length - 1 - rung;
      const waits = early[rung] && !pageExceptions.some((each) => each.from === rungs[rung]) ? 1 : 0;
      return Math.max(1, (before[last] ?? 0) - (before[own + 1] ?? 0) + 1) + waits;
    },
  };
}
