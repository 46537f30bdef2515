import { expect, it } from 'vitest';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import { releaseRows, releases } from './releases.ts';

const rows = (line: string | undefined, all = false) => releaseRows(loadCatalog(), { line, all }, () => []);

it.each([
  ['24.12', false, '24.12.1'],
  ['23.09', false, '23.09.0 23.09.1 23.09.2 23.09.3 23.09.4 23.09.5 23.09.6 23.09.8 23.09.10'],
  ['24.9', false, '24.09.0 24.09.1 24.09.2 24.09.3 24.09.4 24.09.5 24.09.6 24.09.7 24.09.13 24.09.14'],
  ['26.01', true, '26.01.0'],
  ['24.11', true, ''],
])('line %s, all: %s', (line, all, versions) => {
  expect(
    rows(line, all)
      .map(({ version }) => version)
      .join(' '),
  ).toBe(versions);
});

it('lists every final release, and candidates when asked', () => {
  expect(rows(undefined)).toHaveLength(180);
  expect(rows(undefined, true)).toHaveLength(303);
});

it('tells what there is to know', () => {
  expect(rows('24.12')[0]).toEqual({
    version: '24.12.1',
    published: expect.stringMatching(/^2025-01-04T/),
    withdrawn: 'broken version',
    python: '3.12',
    heads: [expect.any(String)],
    risks: [],
    components: expect.arrayContaining(['manager', 'wsproxy', 'account-manager']),
  });
  expect(rows('26.01')[0]?.heads).toEqual([]);
});

it('names the rules that speak of a release', () => {
  const [release] = releases({ line: '24.12', all: false });
  expect(release?.risks.length).toBeGreaterThan(0);
});

it.each(['x', '24', '24.03.1', ''])('%j is no line', (line) => {
  expect(() => rows(line)).toThrowError(expect.objectContaining({ code: 'line.malformed', exit: 64 }));
});
