import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policies } from '../../core/path/path.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { everyPair, judgedByBoth } from './judged-by-both.ts';
import { judgedWay } from './judged-way.ts';
import { simulatedGround } from './simulated-plan.ts';

const pairs = everyPair();

it('a plan may be made exactly where the path is allowed, for any two releases (all pairs: every-pair.slow.ts)', () => {
  fc.assert(
    fc.property(fc.constantFrom(...pairs), fc.constantFrom(...policies), (pair, policy) => {
      const { path, plan } = judgedByBoth(pair, policy);
      expect(plan).toEqual(path);
    }),
    { numRuns: 200 },
  );
});

describe('a way on a cluster', () => {
  const codes = (from: string, to: string, accept: readonly string[] = []) => {
    const asked = { to: parseVersion(to), policy: 'schema', windows: 'each', accept } as const;
    const judged = judgedWay(simulatedGround(from), asked);
    return judged.kind === 'refused' ? judged.findings.map(({ code }) => code) : judged.kind;
  };

  it.each([
    ['26.04.16', '26.07.0', ['no-path']],
    ['26.04.16', '26.09.6', 'allowed'],
    ['24.03.11', '24.03.11', 'nothing-to-do'],
    ['24.03.11', '24.09.14', ['manager-lacks-errors-module']],
  ])('%s → %s is %j', (from, to, answer) => {
    expect(codes(from, to)).toEqual(answer);
  });

  it('to a release that cannot run as published is planned for who says by its code that theirs is fixed', () => {
    expect(codes('24.03.11', '24.09.14', ['manager-lacks-errors-module'])).toBe('allowed');
    expect(codes('24.03.11', '24.09.14', ['workloads.running'])).toEqual(['manager-lacks-errors-module']);
  });
});
