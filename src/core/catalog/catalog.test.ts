import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseVersion } from '../versions/parse-version.ts';
import type { Line } from '../versions/version.ts';
import { asOf } from './as-of.ts';
import { decodeLine } from './decode-line.ts';
import { encodeLine } from './encode-line.ts';
import { isStop } from './is-stop.ts';
import { loadCatalog } from './load-catalog.ts';
import { releasesOfLine } from './releases-of-line.ts';
import { standIn } from './stand-in.ts';

const catalog = loadCatalog();
const find = (version: string) => catalog.find(parseVersion(version));

describe('the committed catalog', () => {
  it('knows a release with its wheels, its Python and its history', () => {
    const release = find('24.9.14');
    expect(release).toMatchObject({
      published: '2025-09-16T04:56:51Z',
      python: '3.12',
      packages: { manager: { wheel: 'backend_ai_manager-24.9.14-py3-none-any.whl', size: 1876591 } },
      schema: { heads: ['ecc9f6322be4'], revisions: { length: 173 } },
    });
    expect(Object.keys(release?.packages ?? {})).toHaveLength(7);
  });

  it.each([
    ['23.03.1', 'lablup/backend.ai#1261'],
    ['23.09.4', 'Shipped with invalid static webui bundle'],
    ['24.09.7', 'corrupted database revision'],
    ['23.09.0b1', 'no reason given'],
    ['24.09.6', undefined],
  ])('keeps %s with why it was withdrawn', (version, reason) => {
    expect(find(version)?.withdrawn).toBe(reason);
  });

  it.each(['23.09.7', '23.09.9', '23.09.11', '24.03.1', '24.09.8', '24.09.12'])('never had %s', (version) => {
    expect(find(version)).toBeUndefined();
  });

  it('has every wheel of every release one may halt at', () => {
    const stops = catalog.releases.filter(isStop);
    expect(stops).toHaveLength(40);
    for (const { packages } of stops) expect(Object.keys(packages)).toHaveLength(7);
  });

  it('is small and names files, not addresses', () => {
    const folder = join(import.meta.dirname, 'data');
    const text = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(text.join('').length).toBeLessThan(300_000);
    expect(text.join('')).not.toContain('://');
  });
});

it('packs a line and unpacks it to the same releases', () => {
  const line = '24.09' as Line;
  const releases = releasesOfLine(catalog, line);
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
  const file = encodeLine(line, releases);
  expect(plain(decodeLine(file))).toEqual(plain(releases));
  expect(encodeLine(line, decodeLine(file))).toEqual(file);
});

it.each([
  ['2024-03-26', '24.03.0b1', '23.09.10rc6'],
  ['2024-03-27', '24.03.0b1', '23.09.10'],
  ['2024-03-27T02:00:00Z', '24.03.0b1', '23.09.10rc6'],
])('as of %s the newest are %s and %s', (date, newest, newest2309) => {
  const then = asOf(catalog, date);
  expect(then.releases.at(-1)?.version).toBe(newest);
  expect(releasesOfLine(then, '23.09' as Line).at(-1)?.version).toBe(newest2309);
});

it.each([
  ['24.03.11', [], '24.03.11'],
  ['23.09.9', [], '23.09.9rc1'],
  ['23.09.11', [], '23.09.10'],
  ['24.09.10', [], '24.09.6'],
  ['24.09.4', ['ecc9f6322be4'], '24.09.6'],
  ['25.01.0', [], undefined],
])('%s with %j is taken for %s', (version, applied, expected) => {
  expect(standIn(catalog, parseVersion(version), applied)?.version).toBe(expected);
});
