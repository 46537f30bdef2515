import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockers } from '../../lib/finding.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { makeCatalog } from '../catalog/make-catalog.ts';
import { packageNames, type Release } from '../catalog/release.ts';
import { makeRule } from '../catalog/rules/make-rule.ts';
import type { Rule } from '../catalog/rules/rule.ts';
import { rulesOfHop } from '../catalog/rules/rules-of-hop.ts';
import { tombstonesOf } from '../catalog/rules/tombstones-of.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import { parseVersion } from '../versions/parse-version.ts';
import type { Version } from '../versions/version.ts';
import { findPath } from './find-path.ts';
import { judgePath } from './judge-path.ts';
import { type Hop, type Path, type Policy, policies } from './path.ts';

interface Draft {
  readonly line: number;
  readonly patch: number;
  readonly candidate: boolean;
  readonly withdrawn: boolean;
  /** How its history is made from the one before: goes on, gains one in the middle, or loses its last. */
  readonly history: 'same' | 'append' | 'insert' | 'drop';
}

const draft: fc.Arbitrary<Draft> = fc.record({
  line: fc.integer({ min: 1, max: 4 }),
  patch: fc.nat(3),
  candidate: fc.nat(3).map((value) => value === 0),
  withdrawn: fc.nat(3).map((value) => value === 0),
  history: fc.constantFrom('same', 'append', 'insert', 'drop'),
});

const wheel = { wheel: 'some.whl', sha256: '', size: 1 };
const packages = Object.fromEntries(packageNames.map((name) => [name, wheel]));

function catalogOf(drafts: readonly Draft[]): Catalog {
  const versions = new Map(
    drafts.map((each) => [parseVersion(`24.${each.line}.${each.patch}${each.candidate ? 'rc1' : ''}`), each]),
  );
  let ids = ['r0', 'r1'];
  let made = 2;
  const sorted = [...versions].sort(([a], [b]) => compareVersions(a, b));
  const releases = sorted.map(([version, { withdrawn, history }], position): Release => {
    if (history === 'append') ids = [...ids, `r${made++}`];
    if (history === 'insert') ids = [...ids.slice(0, -1), `r${made++}`, ...ids.slice(-1)];
    if (history === 'drop' && ids.length > 1) ids = ids.slice(0, -1);
    const revisions = ids.map((id, index) => ({ id, down: ids.slice(Math.max(0, index - 1), index) }));
    const published = `2024-01-${String(position + 1).padStart(2, '0')}T00:00:00Z`;
    const schema = { heads: ids.slice(-1), revisions };
    const base = { version, published, python: '3.12', packages, schema, dumps: [] };
    return withdrawn ? { ...base, withdrawn: 'broken' } : base;
  });
  return makeCatalog(releases);
}

const operator = fc.constantFrom('', '<', '>=');
const bound = fc
  .tuple(operator, fc.integer({ min: 1, max: 4 }), fc.nat(3))
  .map(([sign, line, patch]) => `${sign}24.${line}.${patch}`);

const rule: fc.Arbitrary<Rule> = fc
  .record({
    kind: fc.constantFrom('risk', 'tombstone', 'manual'),
    from: fc.oneof(fc.constant('*'), bound),
    to: bound,
    severity: fc.constantFrom('blocker', 'warning', 'info'),
    routes: fc.constantFrom(undefined, ['upgrade'], ['fill', 'rejoin']),
  })
  .map(({ routes, ...drawn }) =>
    makeRule({
      ...drawn,
      ...(routes ? { routes } : {}),
      id: 'drawn',
      components: ['manager'],
      title: 'drawn',
      why: 'drawn',
      remedy: 'drawn',
      source: 'drawn',
      evidence: 'inferred',
      open: true,
    }),
  );

const refused = ({ findings, hops }: Path) =>
  blockers([...findings, ...hops.flatMap((hop) => hop.findings)]).length > 0;

/** What a hop counts: by the schema an untried one more than any number of tried ones. */
const priceOf = ({ findings }: Hop, policy: Policy): number =>
  policy === 'schema' && findings.some(({ code }) => code === 'no-trial') ? 101 : 1;

/** The least that the hops of any chain count that the judge lets through, by trying all. */
function least(
  price: (from: Version, to: Version) => number,
  between: readonly Version[],
  from: Version,
  to: Version,
): number {
  const prices = between.map((stop, index) => {
    const first = price(from, stop);
    return first === Number.POSITIVE_INFINITY
      ? first
      : first + least(price, between.slice(index + 1), stop, to);
  });
  return Math.min(price(from, to), ...prices);
}

const question = fc
  .array(draft, { minLength: 2, maxLength: 9 })
  .map(catalogOf)
  .filter(({ releases }) => releases.length > 1)
  .chain((catalog) => {
    const any = fc
      .nat(catalog.releases.length - 1)
      .map((index) => catalog.releases[index]?.version as Version);
    return fc.record({
      catalog: fc.constant(catalog),
      from: any,
      to: any,
      policy: fc.constantFrom(...policies),
      rules: fc.array(rule, { maxLength: 4 }),
    });
  });

it('finds a lawful path whenever there is one, and none better exists', () => {
  fc.assert(
    fc.property(question, ({ catalog, from, to, policy, rules }) => {
      fc.pre(compareVersions(from, to) < 0);
      const path = findPath(catalog, from, to, { policy, rules });
      const judged = (chain: readonly [Version, ...Version[]]) =>
        judgePath(catalog, chain, { policy, rules });
      const memo = new Map<string, number>();
      const keepsData = path.hops.every((hop) => hop.route.kind !== 'rejoin');
      const price = (a: Version, b: Version): number => {
        const key = `${a} ${b}`;
        const step = memo.get(key) ?? judgedPrice(a, b);
        memo.set(key, step);
        return step;
      };
      const judgedPrice = (a: Version, b: Version): number => {
        const one = judged([a, b]);
        const [hop] = one.hops;
        const lawful = !refused(one) && !(keepsData && hop?.route.kind === 'rejoin');
        return hop && lawful && (b === to || !/rc/.test(b)) ? priceOf(hop, policy) : Number.POSITIVE_INFINITY;
      };
      const between = catalog.releases
        .map(({ version }) => version)
        .filter((version) => compareVersions(from, version) < 0 && compareVersions(version, to) < 0);
      const best = least(price, between, from, to);
      if (refused(path)) {
        expect(path.hops).toEqual([]);
        expect(best).toBe(Number.POSITIVE_INFINITY);
      } else {
        expect(path.hops.reduce((sum, hop) => sum + priceOf(hop, policy), 0)).toBe(best);
        const chain = [from, ...path.hops.map((hop) => hop.to)] as [Version, ...Version[]];
        expect(judged(chain).hops).toEqual(path.hops);
        for (const hop of path.hops) {
          const broken = [...rulesOfHop(rules, hop), ...tombstonesOf(rules, hop.to)];
          expect(broken.filter(({ severity }) => severity === 'blocker')).toEqual([]);
        }
      }
      expect(findPath(catalog, from, to, { policy, rules })).toEqual(path);
    }),
    { numRuns: 300 },
  );
});
