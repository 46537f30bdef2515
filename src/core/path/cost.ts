import type { Hop } from './path.ts';

/** What a chain costs, the first difference decides: what the page would not skip, hops, seconds of stop, things said. */
export type Cost = readonly [broken: number, hops: number, seconds: number, marks: number];

/**
 * Tenths of a second that a hop's database takes beyond what every hop costs, which is far more; as seen on real
 * packages (409 revisions in about 20 s of SQL).
 */
const perRevision = 0.5;

/** What is said of a hop and counts against it; what baiup takes care of does not. */
function marks({ findings }: Hop): number {
  return findings.filter(({ severity, origin }) => severity !== 'info' || origin === 'page').length;
}

/** What a judged hop costs beside being a hop. */
export function costOf(hop: Hop): Cost {
  return [0, 0, Math.round(hop.route.run.length * perRevision), marks(hop)];
}

export function plus(a: Cost, b: Cost): Cost {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];
}

export function isLess(a: Cost, b: Cost): boolean {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value < other;
  }
  return false;
}
