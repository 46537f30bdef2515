import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareVersions } from '../versions/compare-versions.ts';
import { isCandidate } from '../versions/is-candidate.ts';
import { parseVersion } from '../versions/parse-version.ts';
import type { Line } from '../versions/version.ts';
import { asOf } from './as-of.ts';
import { committedSnapshot } from './committed-snapshot.ts';
import { decodeSnapshot } from './decode-snapshot.ts';
import { encodeSnapshot } from './encode-snapshot.ts';
import { isStop } from './is-stop.ts';
import { loadCatalog } from './load-catalog.ts';
import { packageNames } from './release.ts';
import { releasesOfLine } from './releases-of-line.ts';
import { snapshotText } from './snapshot-text.ts';
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
      dumps: ['23.09.10', '24.03.11'],
    });
    expect(Object.keys(release?.packages ?? {})).toEqual([
      ...packageNames,
      ...['wsproxy', 'account-manager'],
    ]);
    expect(release?.packages.agent?.entryPoints).toEqual({
      backendai_cli_v10: {
        ag: 'ai.backend.agent.cli:main',
        'ag.start-server': 'ai.backend.agent.server:main',
      },
    });
  });

  it.each([
    ['22.09.23', '3.10', 'backend.ai_manager-22.9.23-py3-none-any.whl', 116],
    ['23.09.10', '3.11', 'backend.ai_manager-23.9.10-py3-none-any.whl', 147],
    ['25.15.12', '3.13', 'backend_ai_manager-25.15.12-py3-none-any.whl', 223],
    ['26.01.0', '3.13', 'backend_ai_manager-26.1.0-py3-none-any.whl', 0],
    ['26.09.6', '3.13', 'backend_ai_manager-26.9.6-py3-none-any.whl', 556],
  ])('knows %s for Python %s', (version, python, wheel, revisions) => {
    expect(find(version)).toMatchObject({ python, schema: { revisions: { length: revisions } } });
    expect(find(version)?.packages.manager?.wheel).toBe(wheel);
  });

  it.each([
    ['22.09.13', expect.any(String)],
    ['23.03.1', 'lablup/backend.ai#1261'],
    ['23.09.4', 'Shipped with invalid static webui bundle'],
    ['24.09.7', 'corrupted database revision'],
    ['23.09.0b1', 'no reason given'],
    ['24.12.1', expect.any(String)],
    ['25.06.2', expect.any(String)],
    ['24.09.6', undefined],
  ])('keeps %s with why it was withdrawn', (version, reason) => {
    expect(find(version)?.withdrawn).toEqual(reason);
  });

  it.each(['23.09.7', '23.09.9', '23.09.11', '24.03.1', '24.09.8', '24.12.0', '26.05.0'])(
    'never had %s',
    (version) => {
      expect(find(version)).toBeUndefined();
    },
  );

  it('has every final release with its manager, and a head where it has a history', () => {
    const finals = catalog.releases.filter(({ version }) => !isCandidate(version));
    expect(finals).toHaveLength(180);
    expect(finals.filter((release) => !isStop(release))).toHaveLength(7);
    for (const { packages } of finals) expect(packages.manager).toBeDefined();
    expect(finals.filter(({ schema }) => schema.heads.length !== 1).map(({ version }) => version)).toEqual([
      '26.01.0',
    ]);
  });

  it.each([
    ['25.12.1', undefined],
    ['25.13.0', { heads: ['a1b2c3d4e5f6'], revisions: 9 }],
    ['25.15.12', { heads: ['a1b2c3d4e5f6'], revisions: 9 }],
    // Its coordinator's wheel has no scripts, like its manager's.
    ['26.01.0', { heads: [], revisions: 0 }],
    ['26.09.6', { heads: ['a1b2c3d4e5f6'], revisions: 9 }],
  ])('knows the history of the coordinator of %s', (version, expected) => {
    const schema = find(version)?.proxySchema;
    expect(schema && { heads: schema.heads, revisions: schema.revisions.length }).toEqual(expected);
  });

  it('does not take a history that it was not told for an empty one', () => {
    const { releases, ...rest } = encodeSnapshot(committedSnapshot());
    const untold = releases.map(({ proxy: _proxy, ...release }) => release);
    const read = decodeSnapshot({ ...rest, releases: untold });
    expect(read.releases.filter(({ proxySchema }) => proxySchema !== undefined)).toEqual([]);
  });

  it('is small and names files, not addresses', () => {
    const text = readFileSync(join(import.meta.dirname, 'data', 'snapshot.json'), 'utf8');
    expect(text.length).toBeLessThan(1_500_000);
    expect(text).not.toContain('://');
  });

  it('has its releases in order', () => {
    const versions = committedSnapshot().releases.map(({ version }) => version);
    expect(versions.toSorted(compareVersions)).toEqual(versions);
  });

  it('is packed as it would be packed again', () => {
    const text = readFileSync(join(import.meta.dirname, 'data', 'snapshot.json'), 'utf8');
    expect(snapshotText(encodeSnapshot(committedSnapshot()))).toBe(text);
  });
});

it('shares one history between releases that have the same', () => {
  expect(find('24.03.10')?.schema).toBe(find('24.03.11')?.schema);
  expect(find('24.03.9')?.schema).not.toBe(find('24.09.0')?.schema);
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
  ['25.01.0', [], '25.01.1'],
  ['26.05.0', [], undefined],
])('%s with %j is taken for %s', (version, applied, expected) => {
  expect(standIn(catalog, parseVersion(version), applied)?.version).toBe(expected);
});
