import { expect, it } from 'vitest';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { parseVersion } from '../versions/parse-version.ts';
import { cost } from './cost.ts';
import { judgeHop } from './judge-hop.ts';
import { ladder } from './ladder.ts';
import { leastAhead } from './least-ahead.ts';
import { rulebook } from './rulebook.ts';
import { isTried } from './trials.ts';

it.each([
  ['22.09.23', '24.09.14'],
  ['23.09.9', '25.06.17'],
  ['25.19.2', '26.04.16'],
])('from %s to %s no hop costs less than was said, nor does what is left', (from, to) => {
  const book = rulebook(loadCatalog(), { policy: 'schema', rules: [] });
  const { rungs } = ladder(book, parseVersion(from), parseVersion(to));
  const { beside, left } = leastAhead(book.catalog, rungs);
  expect(left(rungs.length - 1)).toBe(0);
  for (const [start, version] of rungs.entries()) {
    for (const [end, other] of rungs.entries()) {
      if (end <= start) continue;
      const hop = judgeHop(book, version, other, end === rungs.length - 1);
      if (hop.route.kind === 'blocked') continue;
      const untried = isTried(hop) ? 0 : cost({ untried: 1 });
      expect([version, other, beside(start, end) <= untried]).toEqual([version, other, true]);
      expect(left(start)).toBeLessThanOrEqual(cost({ hops: 1 }) + untried + left(end));
    }
  }
});
