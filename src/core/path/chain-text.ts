import type { Hop } from './path.ts';

/** "23.09.9 → 23.09.10 → 24.03.0"; empty without hops. */
export function chainText(hops: readonly Pick<Hop, 'from' | 'to'>[]): string {
  const [first] = hops;
  return first ? [first.from, ...hops.map((hop) => hop.to)].join(' → ') : '';
}
