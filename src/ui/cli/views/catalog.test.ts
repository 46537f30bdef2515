import { expect, it } from 'vitest';
import { releaseRows } from '../../../app/actions/releases.ts';
import { schemaMatrix } from '../../../app/actions/schema-matrix.ts';
import { loadCatalog } from '../../../core/catalog/load-catalog.ts';
import { emptySnapshot } from '../../../core/catalog/snapshot.ts';
import { parseVersion } from '../../../core/versions/parse-version.ts';
import { plain } from '../paint.ts';
import { barText, catalogSyncText } from './catalog-sync.ts';
import { releasesText } from './releases.ts';
import { schemaMatrixText } from './schema-matrix.ts';

it('shows releases one a line', () => {
  const rows = releaseRows(loadCatalog(), { line: '26.01', all: false }, () => ['one', 'two']);
  const text = (verbose: boolean) => releasesText(rows, { verbose }, plain);
  expect(text(false)).toBe('26.01.0  2026-01-26  Python 3.13  no migration scripts; 2 known risks');
  expect(text(true)).toContain('risks: one, two');
  expect(releasesText([], { line: '24.11', verbose: false }, plain)).toBe(
    'Nothing is published of line 24.11.',
  );
});

it('shows how far a sync is, and what it brought', () => {
  expect(barText(1, 4)).toBe('reading wheels ██████░░░░░░░░░░░░░░░░░░ 1 of 4');
  const answer = {
    ...{ snapshot: emptySnapshot, added: [parseVersion('26.10.0')], changed: [] },
    ...{ bytesRead: 1_500_000, bytesWhole: 100_000_000, file: '/f' },
  };
  expect(catalogSyncText(answer)).toContain('new        26.10.0');
  expect(catalogSyncText(answer)).toContain('1.5 MB, 1.5 %');
  expect(catalogSyncText({ ...answer, added: [] })).toContain('nothing new');
});

it('shows the last release of each line against each later one', () => {
  const lines = schemaMatrixText(schemaMatrix()).split('\n');
  expect(lines[0]).toBe('16110 pairs of 180 final releases');
  expect(lines.find((line) => line.startsWith('24.09.14'))).toMatch(/^24.09.14 {8}\s+r r f f/);
});
