import { expect, it } from 'vitest';
import { tally } from '../../scripts/trials/count-text.ts';
import { printedHops } from '../../scripts/trials/printed-hops.ts';
import { judgedByBoth } from '../../src/app/planner/judged-by-both.ts';
import { everyPair } from '../../src/core/catalog/every-pair.ts';
import { loadCatalog } from '../../src/core/catalog/load-catalog.ts';
import { policies } from '../../src/core/path/path.ts';

it.each(policies)(
  'by the %s a plan may be made exactly where the path is allowed, for all pairs of releases',
  { timeout: 600_000 },
  (policy) => {
    const apart = everyPair(loadCatalog()).flatMap((pair) => {
      const { path, plan } = judgedByBoth(pair, policy);
      return path.join() === plan.join()
        ? []
        : [`${pair.join(' → ')}: ${path.join(' ')} | ${plan.join(' ')}`];
    });
    expect(apart).toEqual([]);
  },
);

it('no hop that path prints for any pair of releases is untried unless it says so', {
  timeout: 600_000,
}, () => {
  const catalog = loadCatalog();
  const { all, silent } = tally(printedHops(catalog, everyPair(catalog)));
  expect(all).toBeGreaterThan(200);
  expect(silent.map(({ hop }) => `${hop.from} → ${hop.to}`)).toEqual([]);
});
