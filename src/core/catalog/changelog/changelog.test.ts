import { describe, expect, it } from 'vitest';
import { parseVersion } from '../../versions/parse-version.ts';
import { isPassed } from './is-passed.ts';
import { mergeChangelogs } from './merge-changelogs.ts';
import { parseChangelog } from './parse-changelog.ts';
import { sectionsOfHop } from './sections-of-hop.ts';

const branch = `# Changes

<!-- towncrier release notes start -->

## 24.09.2 (2024-11-29)

### Breaking Changes
* The lamp is gone; use the sun ([#1](https://example.org/1))

### Fixes
* A lamp that flickered
  no longer does ([#2](https://example.org/2))
* Fix an alembic migration that forgot the lamps

## 24.9.1 (2024-11-25)
No significant changes.

## 24.09.0rc1 (2024-10-21)

### Features
* A first lamp
* You must set \`lamp.colour\` in lamp.toml

## 24.03 and earlier

Elsewhere.
`;
const other = `## 24.09.1 (2024-11-25)

### Fixes
- A bulb

## 24.03.12 (2024-12-01)

### Fixes
* A candle of the old line

## 24.03.1 (2024-04-01)
### Improvements
* A match
`;

const version = parseVersion;

describe('a changelog', () => {
  it('is read by release, heading and bullet, over lines', () => {
    const releases = parseChangelog(branch.replaceAll('\n', '\r\n'));
    expect(releases.map((each) => each.version)).toEqual(['24.09.2', '24.09.1', '24.09.0rc1']);
    expect(releases[0]?.entries).toMatchObject([
      { heading: 'Breaking Changes', text: 'The lamp is gone; use the sun ([#1](https://example.org/1))' },
      { heading: 'Fixes', text: 'A lamp that flickered no longer does ([#2](https://example.org/2))' },
      { heading: 'Fixes' },
    ]);
  });

  it.each(['', '# Nothing', '## 24.09 and earlier', '## 24.9.x (soon)', '* a bullet'])(
    '%j tells of no release',
    (text) => {
      expect(parseChangelog(text)).toEqual([]);
    },
  );

  it('is merged with others: the fuller one of a release counts', () => {
    const merged = mergeChangelogs([parseChangelog(branch), parseChangelog(other)]);
    expect(merged.map((each) => [each.version, each.entries.length])).toEqual([
      ['24.03.1', 1],
      ['24.03.12', 1],
      ['24.09.0rc1', 2],
      ['24.09.1', 1],
      ['24.09.2', 3],
    ]);
  });

  it('puts first what must be read, wherever it stands, and each entry once', () => {
    const merged = mergeChangelogs([parseChangelog(branch), parseChangelog(other)]);
    const sections = sectionsOfHop(merged, version('24.03.11'), version('24.09.2'));
    expect(sections.map(({ title, entries }) => [title, entries.length])).toEqual([
      ['Breaking changes', 1],
      ['Database', 1],
      ['Manual steps', 1],
      ['Features', 1],
      ['Fixes', 2],
    ]);
    const twice = [...merged, ...merged];
    expect(sectionsOfHop(twice, version('24.03.11'), version('24.09.2'))).toEqual(sections);
  });
});

it.each([
  ['24.09.1', '24.09.0', '24.09.2', true],
  ['24.09.0', '24.09.0', '24.09.2', false],
  ['24.09.3', '24.09.0', '24.09.2', false],
  ['24.03.12', '24.03.11', '24.09.2', false],
  ['24.09.0rc1', '24.03.11', '24.09.2', true],
  ['24.06.1', '24.03.11', '24.09.2', true],
])('%s is passed on %s → %s: %s', (which, from, to, passed) => {
  expect(isPassed(version(which), version(from), version(to))).toBe(passed);
});
