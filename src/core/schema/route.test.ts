import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../catalog/load-catalog.ts';
import type { Release, Revision } from '../catalog/release.ts';
import { parseVersion } from '../versions/parse-version.ts';
import { ancestry, graphOf, idsOf, makeGraph, numberOf, type RevisionGraph, reach } from './graph.ts';
import { lastAgreed } from './last-agreed.ts';
import { proxyRoute } from './proxy-route.ts';
import { routeBetween, routeFrom } from './route.ts';

const catalog = loadCatalog();

function release(version: string): Release {
  const found = catalog.find(parseVersion(version));
  if (!found) throw new Error(`no release ${version}`);
  return found;
}

/** "b<a c<a d<b,c" as revisions. */
function revisionsOf(text: string): Revision[] {
  const words = text.split(' ').filter(Boolean);
  return words.map((word) => {
    const [id = '', before] = word.split('<');
    return { id, down: before ? before.split(',') : [] };
  });
}

function graph(text: string): RevisionGraph {
  const revisions = revisionsOf(text);
  const built = new Set(revisions.flatMap(({ down }) => down));
  return makeGraph({ heads: revisions.map(({ id }) => id).filter((id) => !built.has(id)), revisions });
}

describe('between releases, as the vendor published them', () => {
  it.each([
    ['23.03.12', '23.09.0', 'upgrade', 8, 0],
    ['23.09.8', '23.09.10', 'upgrade', 4, 0],
    ['23.09.10', '24.03.0', 'fill', 7, 6],
    ['23.09.10', '24.03.11', 'fill', 16, 6],
    ['24.03.10', '24.03.11', 'none', 0, 0],
    ['24.03.11', '24.09.4', 'fill', 8, 4],
    ['24.03.11', '24.09.14', 'fill', 10, 4],
    ['24.09.14', '24.03.11', 'blocked', 0, 0],
    ['23.09.8rc3', '23.09.8', 'blocked', 0, 0],
  ] as const)('%s → %s: %s, %i to run, %i of them skipped', (from, to, kind, run, fill) => {
    const route = routeBetween(release(from), release(to));
    expect(route).toMatchObject({ kind, run: { length: run }, fill: { length: fill } });
  });

  it('fills 24.03.11 → 24.09.4 with the four that were seen to be skipped, in order', () => {
    const { fill } = routeBetween(release('24.03.11'), release('24.09.4'));
    expect(fill).toEqual(['31463788c713', 'd7df3baf3779', 'fdb2dcdb8811', 'c4b7ec740b36']);
  });

  it.each([
    ['23.09.10', '24.03.11', '85615e005fa3'],
    ['24.03.11', '24.09.14', 'dddf9be580f5'],
  ])('%s and %s last agree at %s', (from, to, revision) => {
    const source = graphOf(release(from));
    expect(lastAgreed({ applied: source.heads, graph: source }, graphOf(release(to)))).toBe(revision);
  });
});

describe('from where a database stands', () => {
  it.each([
    ['at the head', 'a b<a', ['b'], 'a b<a', 'none', [], []],
    ['behind', 'a b<a', ['b'], 'a b<a c<b', 'upgrade', ['c'], []],
    ['never finished', 'a b<a c<b', ['b'], 'a b<a c<b', 'upgrade', ['c'], []],
    ['the target put one before', 'a c<a', ['c'], 'a b<a c<b d<c', 'fill', ['b', 'd'], ['b']],
    ['a side branch is not skipped', 'a b<a', ['b'], 'a b<a x<a d<b,x', 'upgrade', ['x', 'd'], []],
    ['several rows, all run', 'a b<a c<a', ['b', 'c'], 'a b<a c<a d<b,c', 'fill', ['d'], []],
    ['several rows where one is enough', 'a b<a', ['a', 'b'], 'a b<a', 'fill', [], []],
    ['the source went another way', 'a b<a x<b', ['x'], 'a b<a c<b', 'rejoin', ['c'], []],
    ['the source is newer', 'a b<a c<b', ['c'], 'a b<a', 'blocked', [], []],
    ['nothing in common', 'x y<x', ['y'], 'a b<a', 'blocked', [], []],
    ['the target carries none', 'a', ['a'], '', 'blocked', [], []],
    ['the target has two heads', 'a', ['a'], 'a b<a c<a', 'blocked', [], []],
    ['the target is broken', 'a', ['a'], 'a b<a,q', 'blocked', [], []],
    ['the source carries none', '', ['a'], 'a', 'blocked', [], []],
    ['an empty mark', 'a', [], 'a', 'blocked', [], []],
    ['an unknown mark', 'a', ['q'], 'a b<a', 'blocked', [], []],
  ] as const)('%s', (_name, source, applied, target, kind, run, fill) => {
    const route = routeFrom({ applied, graph: graph(source) }, graph(target));
    expect({ kind: route.kind, run: route.run, fill: route.fill }).toEqual({ kind, run, fill });
  });

  it('names what the target never heard of, and where to go back to', () => {
    const route = routeFrom({ applied: ['y'], graph: graph('a b<a x<b y<x') }, graph('a b<a c<b d<c'));
    expect(route).toMatchObject({ orphans: ['x', 'y'], rejoinAt: 'b', run: ['c', 'd'] });
  });
});

describe('what a route says', () => {
  const nothing = { run: [], fill: [], orphans: [] };
  it.each([
    ['a b<a', ['b'], 'a b<a', { kind: 'none', ...nothing, why: 'both have the same revisions' }],
    [
      'a b<a',
      ['b'],
      'a b<a c<b',
      {
        kind: 'upgrade',
        run: ['c'],
        fill: [],
        orphans: [],
        why: "1 revision follows the source's head: `alembic upgrade head` runs all",
      },
    ],
    [
      'a',
      ['a'],
      'a b<a c<b',
      {
        kind: 'upgrade',
        run: ['b', 'c'],
        fill: [],
        orphans: [],
        why: "2 revisions follow the source's head: `alembic upgrade head` runs all",
      },
    ],
    [
      'a c<a',
      ['c'],
      'a b<a c<b d<c',
      {
        kind: 'fill',
        run: ['b', 'd'],
        fill: ['b'],
        orphans: [],
        why: "the target places 1 revision before the source's head: `alembic upgrade head` would skip it in silence",
      },
    ],
    [
      'a d<a',
      ['d'],
      'a b<a c<b d<c',
      {
        kind: 'fill',
        run: ['b', 'c'],
        fill: ['b', 'c'],
        orphans: [],
        why: "the target places 2 revisions before the source's head: `alembic upgrade head` would skip them in silence",
      },
    ],
    [
      'a b<a',
      ['a', 'b'],
      'a b<a',
      {
        kind: 'fill',
        ...nothing,
        why: 'alembic_version holds 2 rows, and `alembic upgrade head` fails on that; only the head may remain',
      },
    ],
    [
      'a b<a x<b',
      ['x'],
      'a b<a c<b',
      {
        kind: 'rejoin',
        run: ['c'],
        fill: [],
        orphans: ['x'],
        rejoinAt: 'b',
        why: 'the target does not know 1 revision of the source: the old code goes back to b, then the new code goes forward',
      },
    ],
    [
      'a b<a c<b',
      ['c'],
      'a b<a',
      {
        kind: 'blocked',
        ...nothing,
        orphans: ['c'],
        why: 'the database is newer than the target: it has 1 revision more',
      },
    ],
    [
      'x y<x',
      ['y'],
      'a b<a',
      {
        kind: 'blocked',
        ...nothing,
        orphans: ['x', 'y'],
        why: 'the database has 2 revisions that the target does not know, and no way back',
      },
    ],
  ])('%s at %s, to %s', (source, applied, target, route) => {
    expect(routeFrom({ applied, graph: graph(source) }, graph(target))).toEqual(route);
  });

  it.each([
    ['a', ['a'], '', 'the target carries no revisions: its package has no migration scripts'],
    ['a', ['a'], 'a b<a c<a', "the target's history has several heads (b, c): none is the state to reach"],
    ['a', ['a'], 'a b<a,q', "the target's history is broken: it builds on q, which it does not hold"],
    ['', ['a'], 'a', 'the source carries no revisions, so what its database has cannot be known'],
    ['a', [], 'a', 'the database has no revision: it was never set up, or its alembic_version was emptied'],
    ['a', ['q'], 'a b<a', 'the database is at q, which its release does not know'],
  ])('%s at %s has no route to %s', (source, applied, target, why) => {
    const route = routeFrom({ applied, graph: graph(source) }, graph(target));
    expect(route).toEqual({ kind: 'blocked', ...nothing, why });
  });

  it('does not know what a release with two heads has applied', () => {
    const schema = (text: string) => {
      const revisions = revisionsOf(text);
      const built = new Set(revisions.flatMap(({ down }) => down));
      return { heads: revisions.map(({ id }) => id).filter((id) => !built.has(id)), revisions };
    };
    expect(routeBetween({ schema: schema('a b<a c<a') }, { schema: schema('a') })).toEqual({
      kind: 'blocked',
      ...nothing,
      why: "the source's history has several heads (b, c): which are applied is unknown",
    });
  });

  it('goes back only as far as all that is above builds on', () => {
    // x stands beside b on a: a downgrade to b would leave it.
    const route = routeFrom({ applied: ['x', 'b'], graph: graph('a b<a x<a') }, graph('a b<a c<b'));
    expect(route).toMatchObject({ kind: 'rejoin', rejoinAt: 'a', run: ['b', 'c'] });
  });
});

describe("the route of a coordinator's own database", () => {
  const plainRelease = release('24.03.11');
  const withProxy = catalog.releases.filter(({ proxySchema }) => proxySchema);
  const [first, last] = [withProxy[0], withProxy.at(-1)];

  it('runs between the histories of the two coordinators', () => {
    if (!first?.proxySchema || !last?.proxySchema) throw new Error('no release has a coordinator');
    const route = proxyRoute(first.proxySchema.heads, first, last);
    const own = routeFrom(
      { applied: first.proxySchema.heads, graph: graphOf({ schema: first.proxySchema }) },
      graphOf({ schema: last.proxySchema }),
    );
    expect(route).toEqual(own);
    expect(route.kind).not.toBe('blocked');
  });

  it.each([
    [first, undefined, "the catalog does not know the history of the target's coordinator"],
    [first, plainRelease, "the catalog does not know the history of the target's coordinator"],
    [undefined, last, 'the catalog does not know the history of the coordinator that it was made with'],
    [plainRelease, last, 'the catalog does not know the history of the coordinator that it was made with'],
  ])('is blocked where one history is unknown', (source, target, why) => {
    expect(proxyRoute(['a'], source, target)).toEqual({
      kind: 'blocked',
      run: [],
      fill: [],
      orphans: [],
      why,
    });
  });
});

it('puts every revision after those it builds on, whatever the graph', () => {
  const acyclic = fc
    .array(fc.array(fc.nat(20), { maxLength: 3 }), { minLength: 1, maxLength: 20 })
    .map((rows) =>
      rows
        .map((before, id) => `${id}<${before.filter((each) => each < id).join()}`.replace(/<$/, ''))
        .join(' '),
    );
  fc.assert(
    fc.property(acyclic, (text) => {
      const any = graph(text);
      const order = idsOf(ancestry(any, any.heads.map(numberOf)).order);
      const revisions = revisionsOf(text);
      expect(order.toSorted()).toEqual(revisions.map(({ id }) => id).sort());
      for (const { id, down } of revisions) {
        for (const before of down) expect(order.indexOf(before)).toBeLessThan(order.indexOf(id));
      }
    }),
  );
});

it('reaches the same revisions with and without an order', () => {
  for (const { schema } of catalog.releases.slice(-5)) {
    const any = graphOf({ schema });
    const some = schema.revisions.slice(40, 43).map(({ id }) => numberOf(id));
    expect(reach(any, some)).toEqual(ancestry(any, some).held);
  }
  const held = reach(graph('a b<a c<a d<b,c e<d'), [...'dq'].map(numberOf));
  expect([...'abcdeq'].map((id) => held[numberOf(id)])).toEqual([1, 1, 1, 1, 0, 0]);
});
