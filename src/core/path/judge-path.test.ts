import { describe, expect, it } from 'vitest';
import { blockers } from '../../lib/finding.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { parseVersion } from '../versions/parse-version.ts';
import type { Version } from '../versions/version.ts';
import { judgePath } from './judge-path.ts';
import type { PathOptions } from './path.ts';

const catalog = loadCatalog();

function judge(words: string, options: PathOptions = {}) {
  return judgePath(catalog, words.split(' ').map(parseVersion) as [Version, ...Version[]], options);
}

const all2309 = '23.09.0 23.09.1 23.09.2 23.09.3 23.09.5 23.09.6 23.09.8 23.09.10';

describe('the vendor’s own lists', () => {
  it.each([
    '23.09.10 24.03.0',
    '23.09.10 24.03.5',
    '23.09.9 23.09.10 24.03.0',
    `23.03.11 ${all2309} 24.03.0`,
    `23.03.12 ${all2309} 24.03.0`,
  ])('allowed: %s', (chain) => {
    const path = judge(chain);
    expect(blockers([...path.findings, ...path.hops.flatMap((hop) => hop.findings)])).toEqual([]);
  });

  it.each([
    ['23.09.9 24.03.0', ['exit-release']],
    ['23.03.0 24.03.0', ['consecutive-lines', 'exit-release']],
    ['23.03.11 23.09.1', ['exit-release']],
    ['24.03.7 24.03.11', ['consecutive-minors']],
    ['23.09.10rc6 24.03.0', ['exit-release']],
    ['23.09.3 23.09.4', ['withdrawn']],
    ['23.09.8 23.09.9 23.09.10', ['never-published']],
    ['23.09.8 23.09.10rc6 23.09.10', ['candidate']],
    ['24.09.4 24.03.11', ['downgrade']],
    ['23.09.8rc3 23.09.8', ['schema-blocked']],
  ])('refused: %s by %j', (chain, codes) => {
    expect(blockers(judge(chain).hops.flatMap((hop) => hop.findings)).map(({ code }) => code)).toEqual(codes);
  });
});

it('says which rule, from where, and what is legal instead', () => {
  expect(judge('23.09.9 24.03.0', { rules: [] }).hops[0]?.findings).toEqual([
    {
      code: 'exit-release',
      severity: 'blocker',
      subject: '23.09.9 → 24.03.0',
      summary:
        'a major upgrade starts from the very latest minor of its line: 23.09.10, published 2024-03-27',
      source: "vendor's page, “Performing major upgrade”",
      origin: 'page',
      hint: 'legal instead: 23.09.9 → 23.09.10 → 24.03.0',
    },
  ]);
});

it('has nothing to do for one version, however often it is named', () => {
  expect(judge('24.03.11 24.3.11')).toMatchObject({ hops: [], findings: [{ code: 'already-there' }] });
  expect(judge('24.03.10 24.03.11 24.03.11').hops).toHaveLength(1);
});

it('as of a day before the exit release was published, the one before it is the exit', () => {
  const before = judge('23.03.11 23.09.0a1', { asOf: '2023-09-05T17:19:00Z' }).hops[0]?.findings;
  expect(blockers(before ?? []).map(({ code }) => code)).toEqual(['never-published']);
  expect(blockers(judge('23.09.8 24.03.0b1', { asOf: '2024-03-20' }).hops[0]?.findings ?? [])).toEqual([]);
});
