import { describe, expect, it } from 'vitest';
import { blockers } from '../../lib/finding.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { makeCatalog } from '../catalog/make-catalog.ts';
import type { Release } from '../catalog/release.ts';
import { parseVersion } from '../versions/parse-version.ts';
import { findPath } from './find-path.ts';
import { fromMixed } from './from-mixed.ts';
import type { PathOptions } from './path.ts';
import { whyStop } from './why-stop.ts';

const catalog = loadCatalog();

function why(from: string, to: string, version: string, options: PathOptions = {}) {
  const path = findPath(catalog, parseVersion(from), parseVersion(to), options);
  const { findings, ...answer } = whyStop(catalog, path, parseVersion(version), options);
  return { ...answer, codes: findings.map(({ code }) => code) };
}

describe('why a path halts where it halts', () => {
  it.each([
    ['23.09.8', true, /starts there/, []],
    ['23.09.10', true, /the latest 23\.09.*23\.09\.8 → 24\.03\.11 would be refused/, ['exit-release']],
    ['24.03.11', true, /23\.09\.10 → 24\.09\.6 would be refused/, ['consecutive-lines']],
    ['24.09.6', true, /the target/, []],
    ['24.03.5', false, /nothing requires it: it would make 9 hops of 3/, []],
    ['23.09.9', false, /no upgrade stops there/, ['never-published']],
    ['23.09.4', false, /older than 23\.09\.8/, []],
    ['24.03.0rc1', false, /no upgrade stops there/, ['candidate']],
    ['23.03.0', false, /older than 23\.09\.8/, []],
    ['25.01.1', false, /newer than 24\.09\.6/, []],
  ])('23.09.8 → 24.09.6, why %s', (version, onPath, reason, codes) => {
    const answer = why('23.09.8', '24.09.6', version);
    expect(answer).toMatchObject({ onPath, codes });
    expect(answer.reason).toMatch(reason);
  });

  it('names the risk that a stop goes round', () => {
    const path = findPath(catalog, parseVersion('23.09.10'), parseVersion('26.09.6'), { policy: 'schema' });
    const [stop] = path.hops;
    expect(why('23.09.10', '26.09.6', stop?.to ?? '', { policy: 'schema' }).codes).toEqual([
      'mig-revision-refused-by-sqlalchemy2',
      'mig-kernel-role-vs-sqlalchemy2',
    ]);
    expect(why('25.19.2', '26.02.5', '26.01.0').codes).toEqual(['wheel-without-alembic-scripts']);
  });

  it('names the untried hop that policy schema goes round', () => {
    const options = { policy: 'schema' } as const;
    const stop = why('23.09.8', '24.09.6', '23.09.10', options);
    expect(stop).toMatchObject({ onPath: true, codes: ['no-trial'] });
    expect(stop.reason).toMatch(/23\.09\.8 → 24\.09\.6 was not tried$/);
  });

  it('counts the untried hops of a way that policy schema passes by', () => {
    const [before, target] = ['25.18.1', '25.19.2'].map((version) => {
      const found = catalog.find(parseVersion(version));
      if (!found) throw new Error(`no release ${version}`);
      return found;
    });
    const next = target?.schema.revisions.find(({ down }) => down.includes(before?.schema.heads[0] ?? ''));
    if (!before || !next) throw new Error('25.19.2 does not go on where 25.18.1 stands');
    // A release that nobody has tried anything with.
    const between: Release = {
      ...before,
      version: parseVersion('25.18.2'),
      schema: { heads: [next.id], revisions: [...before.schema.revisions, next] },
    };
    const more = makeCatalog([...catalog.releases, between]);
    const path = findPath(more, before.version, parseVersion('25.19.2'), { policy: 'schema' });
    expect(path.hops.map(({ to }) => to)).toEqual(['25.19.2']);
    expect(whyStop(more, path, between.version, { policy: 'schema' }).reason).toBe(
      'nothing requires it: of its 2 hops 2 would be untried, and not 0 of 1 (25.18.1 → 25.18.2 → 25.19.2)',
    );
  });

  it('names what stands in the way of a path that is refused', () => {
    expect(why('24.09.14', '25.06.17', '25.01.1')).toMatchObject({ onPath: false, codes: ['no-path'] });
  });
});

const mixed = (members: Readonly<Record<string, string>>, to: string) => {
  const list = Object.entries(members).map(([id, version]) => ({ id, version: parseVersion(version) }));
  return fromMixed(catalog, list as [(typeof list)[number], ...typeof list], parseVersion(to));
};

describe('a cluster of several versions', () => {
  it.each([
    [{ m: '24.03.11', a: '24.03.10' }, '24.09.4', '24.03.11', '24.03.11 24.09.4', 'a'],
    [{ m: '24.03.10', a: '24.03.11' }, '24.09.4', '24.03.11', '24.03.11 24.09.4', 'm'],
    [{ m: '24.09.4', a: '24.03.11', s: '24.03.11' }, '24.09.4', '24.09.4', '24.09.4', 'a s'],
    [{ m: '23.09.9', a: '23.09.8' }, '24.03.0', '23.09.10', '23.09.10 24.03.0', 'm a'],
    [{ m: '24.03.11', a: '24.03.11' }, '24.09.4', '24.03.11', '24.09.4', ''],
  ])('%j on to %s meets at %s', (members, to, meet, stops, behind) => {
    const answer = mixed(members, to);
    expect(answer.meet).toBe(meet);
    expect(answer.path.hops.map((hop) => hop.to).join(' ')).toBe(stops);
    expect(answer.behind.map(({ id }) => id).join(' ')).toBe(behind);
    const named = answer.path.findings.filter(({ code }) => code === 'cluster.mixed-versions');
    expect(named).toHaveLength(behind === '' ? 0 : 1);
  });

  it('is never taken back', () => {
    const { path } = mixed({ m: '24.09.4', a: '24.03.11' }, '24.03.11');
    expect(blockers(path.findings)).toMatchObject([{ code: 'downgrade' }]);
  });
});
