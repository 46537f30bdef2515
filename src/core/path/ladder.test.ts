import { expect, it } from 'vitest';
import { blockers } from '../../lib/finding.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { parseVersion } from '../versions/parse-version.ts';
import { ladder } from './ladder.ts';
import { pageRules } from './page-rules.ts';
import { rulebook } from './rulebook.ts';

it.each([
  ['23.03.0', '24.09.14'],
  ['23.03.11', '24.09.4rc1'],
  ['23.09.9', '24.03.0b1'],
  ['23.09.10rc6', '24.09.7'],
])('from %s to %s it counts what the page’s rules refuse', (from, to) => {
  const book = rulebook(loadCatalog(), { rules: [] });
  const { rungs, strays, pageHopsFrom } = ladder(book, parseVersion(from), parseVersion(to));
  for (const [start, version] of rungs.entries()) {
    for (const [end, other] of rungs.entries()) {
      if (end <= start) continue;
      const refused = blockers(pageRules(book, version, other)).length > 0;
      expect([version, other, strays(start, end) > 0]).toEqual([version, other, refused]);
      if (!refused) expect(pageHopsFrom(start)).toBeLessThanOrEqual(1 + pageHopsFrom(end));
    }
  }
});
