import { expect, it } from 'vitest';
import { everyPair, judgedByBoth } from '../../src/app/planner/judged-by-both.ts';
import { policies } from '../../src/core/path/path.ts';

it.each(policies)(
  'by the %s a plan may be made exactly where the path is allowed, for all pairs of releases',
  { timeout: 600_000 },
  (policy) => {
    const apart = everyPair().flatMap((pair) => {
      const { path, plan } = judgedByBoth(pair, policy);
      return path.join() === plan.join()
        ? []
        : [`${pair.join(' → ')}: ${path.join(' ')} | ${plan.join(' ')}`];
    });
    expect(apart).toEqual([]);
  },
);
