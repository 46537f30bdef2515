import { describe, expect, it } from 'vitest';
import { blockers } from '../../lib/finding.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { parseVersion } from '../versions/parse-version.ts';
import { findPath } from './find-path.ts';
import { judgePath } from './judge-path.ts';
import type { PathOptions } from './path.ts';

const catalog = loadCatalog();
const find = (from: string, to: string, options: PathOptions = {}) =>
  findPath(catalog, parseVersion(from), parseVersion(to), options);

describe('the legal path', () => {
  it.each([
    ['23.09.8', '24.09.6', '23.09.10 24.03.11 24.09.6'],
    ['23.09.10', '24.03.0', '24.03.0'],
    ['23.09.10', '24.03.5', '24.03.5'],
    ['23.09.9', '24.03.0', '23.09.10 24.03.0'],
    ['23.09.11', '24.03.0', '24.03.0'],
    ['23.09.8', '23.09.10', '23.09.10'],
    ['23.09.10rc6', '24.03.0', '23.09.10 24.03.0'],
    ['24.03.7', '24.03.11', '24.03.8 24.03.9 24.03.10 24.03.11'],
    ['24.03.10', '24.03.11', '24.03.11'],
    ['24.03.10', '24.09.4', '24.03.11 24.09.4'],
    ['24.09.5', '24.09.6', '24.09.6'],
    ['23.03.11', '23.09.0', '23.09.0'],
    ['23.03.11', '23.09.1', '23.03.12 23.09.1'],
    ['23.03.10', '24.09.1', '23.03.11 23.03.12 23.09.10 24.03.11 24.09.1'],
    ['24.03.11', '24.09.4rc1', '24.09.4rc1'],
  ])('%s → %s: %s', (from, to, stops) => {
    const path = find(from, to);
    expect(path.hops.map((hop) => hop.to).join(' ')).toBe(stops);
    expect(blockers([...path.findings, ...path.hops.flatMap((hop) => hop.findings)])).toEqual([]);
  });

  it('carries what a plan needs of each hop', () => {
    expect(find('23.09.8', '24.09.6').hops).toMatchObject([
      { kind: 'minor', why: 'the latest 23.09, needed before a major upgrade (23.09.9 was never published)' },
      { kind: 'major', route: { kind: 'fill', run: { length: 16 }, fill: { length: 6 } } },
      {
        kind: 'major',
        route: { kind: 'fill', run: { length: 10 }, fill: { length: 4 } },
        why: 'the latest 24.09',
      },
    ]);
    expect(find('23.09.10', '24.03.5').hops[0]?.why).toBe('Python 3.11 → 3.12');
  });

  it('marks a hop that only the page’s list allows, and a candidate that lacks components', () => {
    expect(find('23.03.11', '23.09.0', { rules: [] }).hops[0]?.findings).toMatchObject([
      { code: 'page-exception', severity: 'info' },
    ]);
    expect(find('24.03.11', '24.09.4rc1', { rules: [] }).hops[0]?.findings).toMatchObject([
      { code: 'incomplete-release', severity: 'warning' },
      { code: 'no-trial', severity: 'info' },
    ]);
  });

  it.each([
    ['24.03.11', '24.03.11', 'already-there', 'info'],
    ['24.09.4', '24.03.11', 'downgrade', 'blocker'],
    ['24.03.11', '24.09.8', 'never-published', 'blocker'],
    ['24.03.11', '25.01.1', 'no-path', 'blocker'],
    ['24.03.11', '26.05.0', 'never-published', 'blocker'],
    ['24.03.11', '24.09.7', 'withdrawn', 'blocker'],
    ['22.03.1', '24.09.0', 'line-unknown', 'blocker'],
    ['23.09.8rc3', '23.09.8', 'no-path', 'blocker'],
  ])('%s → %s says %s', (from, to, code, severity) => {
    expect(find(from, to, { rules: [] })).toMatchObject({ hops: [], findings: [{ code, severity }] });
  });

  it.each([
    ['23.09.9', 'never-published'],
    ['23.09.4', 'withdrawn'],
  ])('takes %s as a start and says so', (from, code) => {
    expect(find(from, '24.03.0').findings).toMatchObject([{ code, severity: 'info' }]);
  });

  it.each([
    ['23.09.8', '24.03.0', '2024-03-26', undefined],
    ['23.09.8', '24.03.0b1', '2024-03-26', '24.03.0b1'],
    ['23.09.8', '24.03.0', '2024-04-05', '23.09.10 24.03.0'],
    ['23.03.11', '23.09.0b3', '2023-09-04', undefined],
  ])('%s → %s as of %3$s', (from, to, asOf, stops) => {
    const { hops, findings } = find(from, to, { asOf });
    expect(hops.map((hop) => hop.to).join(' ') || undefined).toBe(stops);
    if (stops === undefined)
      expect(findings).toMatchObject([{ code: 'never-published', severity: 'blocker' }]);
  });

  it('under policy schema goes straight where the database can, and marks what the page forbids', () => {
    const { hops } = find('24.03.11', '25.06.17', { policy: 'schema', rules: [] });
    expect(hops).toMatchObject([{ to: '25.06.17', route: { kind: 'fill', run: { length: 26 } } }]);
    expect(hops[0]?.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning consecutive-lines',
    ]);
  });
});

describe('under policy schema hops that were tried', () => {
  const untried = (from: string, to: string, options: PathOptions = {}) =>
    find(from, to, options)
      .hops.filter(({ findings }) => findings.some(({ code }) => code === 'no-trial'))
      .map((hop) => hop.to);
  const stops = (from: string, to: string, options: PathOptions = {}) =>
    find(from, to, options)
      .hops.map((hop) => hop.to)
      .join(' ');

  it.each([
    ['23.09.8', '24.09.6', '23.09.10 24.09.6'],
    ['25.02.0', '25.06.17', '25.03.3 25.04.0 25.05.2 25.06.17'],
    ['26.04.3', '26.04.16', '26.04.4 26.04.7 26.04.8 26.04.9 26.04.12 26.04.16'],
  ])('are taken over an untried one, however many: %s → %s: %s', (from, to, way) => {
    expect(stops(from, to, { policy: 'schema' })).toBe(way);
    expect(untried(from, to, { policy: 'schema' })).toEqual([]);
    const exact = judgePath(catalog, [parseVersion(from), parseVersion(to)], { policy: 'schema' });
    expect(exact.hops[0]?.findings.map(({ code }) => code)).toContain('no-trial');
    expect(blockers(exact.hops.flatMap(({ findings }) => findings))).toEqual([]);
  });

  it.each([
    ['22.09.18', '23.03.0a1', '23.03.0a1'],
    ['23.03.5', '23.09.8rc1', '23.09.8rc1'],
  ])('are left for one that was not tried where no others lead on: %s → %s: %s', (from, to, way) => {
    expect(stops(from, to, { policy: 'schema' })).toBe(way);
    expect(untried(from, to, { policy: 'schema' })).toEqual([to]);
  });

  it('count no more than others by the page: an untried hop is taken where it is one less', () => {
    expect(stops('24.03.11', '24.09.4rc1')).toBe('24.09.4rc1');
    expect(untried('24.03.11', '24.09.4rc1')).toEqual(['24.09.4rc1']);
    expect(stops('26.04.3', '26.04.16').split(' ')).toHaveLength(13);
  });
});

describe('a release that cannot run as published', () => {
  const code = 'manager-lacks-errors-module';
  const refusal = (from: string, to: string, options: PathOptions = {}) =>
    blockers(find(from, to, options).findings)[0];

  it.each([
    [
      '23.09.8',
      '24.09.14',
      {},
      /^baiup path 23\.09\.8 24\.09\.6 \(23\.09\.8 → .* → 24\.09\.6\); where yours is fixed: --accept /,
    ],
    ['24.09.6', '24.09.13', {}, /^baiup path 24\.09\.6 25\.02\.0 --policy schema/],
    ['24.09.13', '24.09.14', {}, /^baiup path 24\.09\.13 25\.02\.0 --policy schema/],
    ['23.09.8', '24.09.14', { policy: 'schema' }, /^baiup path 23\.09\.8 24\.09\.6 --policy schema \(/],
    ['23.09.8', '24.09.14', { command: 'plan' }, /^baiup plan 24\.09\.6 \(23\.09\.8 → /],
    ['24.09.6', '24.09.13', { command: 'plan' }, /^baiup plan 25\.02\.0 --policy schema/],
    ['23.09.8', '24.09.14', { asOf: '2025-12-31' }, /^baiup path 23\.09\.8 24\.09\.6 --as-of 2025-12-31 \(/],
  ] as const)(
    '%s → %s %j is refused with the nearest that runs as next command',
    (from, to, options, hint) => {
      expect(refusal(from, to, options)).toMatchObject({
        code,
        severity: 'blocker',
        hint: expect.stringMatching(hint),
      });
    },
  );

  it.each(['page', 'schema'] as const)('is never led over by the %s', (policy) => {
    const ways = ['24.03.11', '24.09.6', '24.09.14'].map((from) => find(from, '25.06.17', { policy }));
    const told = ways.flatMap(({ hops, findings }) => [
      ...hops.map(({ to }) => to as string),
      ...findings.map(({ hint = '' }) => hint.replace(/24\.09\.14( →|(?= 25))/g, '')),
    ]);
    expect(told.join()).not.toMatch(/24\.09\.1[34]/);
  });

  it('is a release like any other for who says by its code that theirs is fixed', () => {
    const { hops, findings } = find('23.09.8', '24.09.14', { accept: [code] });
    expect(hops.map(({ to }) => to)).toEqual(['23.09.10', '24.03.11', '24.09.14']);
    expect(blockers(findings)).toEqual([]);
    expect(hops[2]?.findings).toContainEqual(expect.objectContaining({ code, severity: 'warning' }));
    expect(refusal('23.09.8', '24.09.14', { accept: ['withdrawn'] })).toMatchObject({ code });
    expect(refusal('23.09.8', '26.01.0', { accept: ['wheel-without-alembic-scripts'] })).toMatchObject({
      code: 'wheel-without-alembic-scripts',
    });
  });

  it('can still be the start', () => {
    expect(find('24.09.14', '25.02.0', { policy: 'schema' })).toMatchObject({
      hops: [{ to: '25.02.0' }],
      findings: [{ code, severity: 'info' }],
    });
  });
});
