import type { Catalog } from '../../src/core/catalog/catalog.ts';
import type { Pair } from '../../src/core/catalog/every-pair.ts';
import { findPath } from '../../src/core/path/find-path.ts';
import { judgeHop } from '../../src/core/path/judge-hop.ts';
import { type Hop, type Policy, policies } from '../../src/core/path/path.ts';
import { rulebook } from '../../src/core/path/rulebook.ts';
import type { Version } from '../../src/core/versions/version.ts';

/** A hop that `baiup path` prints for some two releases. */
export interface PrintedHop {
  readonly hop: Hop;
  /** Those under which a path leads over it, or a refusal names it as the nearest way. */
  readonly policies: ReadonlySet<Policy>;
}

const chain = /\d\d\.\d\d\.\w+(?: → \d\d\.\d\d\.\w+)+/g;

/** The hops that hints name: "nearest way: 26.03.3 → 26.04.3 → 26.07.0". */
function named(hints: readonly string[]): Pair[] {
  return hints
    .flatMap((hint) => hint.match(chain) ?? [])
    .flatMap((text) => {
      const versions = text.split(' → ') as Version[];
      return versions.slice(1).map((to, index) => [versions[index] as Version, to] as const);
    });
}

/** All distinct hops that are printed for these pairs, under either policy: those of paths, and those of ways out. */
export function printedHops(
  catalog: Catalog,
  pairs: readonly Pair[],
  under: readonly Policy[] = policies,
): PrintedHop[] {
  const found = new Map<string, { hop: Hop | undefined; policies: Set<Policy> }>();
  const note = (policy: Policy, [from, to]: Pair, hop?: Hop) => {
    const key = `${from} ${to}`;
    const known = found.get(key) ?? { hop: undefined, policies: new Set() };
    known.hop ??= hop;
    found.set(key, known);
    known.policies.add(policy);
  };
  for (const policy of under) {
    for (const [from, to] of pairs) {
      const { hops, findings } = findPath(catalog, from, to, { policy });
      for (const hop of hops) note(policy, [hop.from, hop.to], hop);
      for (const pair of named(findings.flatMap(({ hint = '' }) => hint))) note(policy, pair);
    }
  }
  return [...found].map(([key, { hop, policies: noted }]) => {
    const [from, to] = key.split(' ') as [Version, Version];
    return { hop: hop ?? judgeHop(rulebook(catalog, { policy: 'schema' }), from, to, true), policies: noted };
  });
}
