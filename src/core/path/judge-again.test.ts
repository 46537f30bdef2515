import { expect, it } from 'vitest';
import { judgeAgain } from './judge-again.ts';
import type { TrialEnd } from './trial.ts';

const left = (structural: string[], lost: string[] = []): TrialEnd => ({
  outcome: 'wrong',
  versions: [],
  seconds: 1,
  drift: { structural, cosmetic: 0, allowed: 2 },
  lost,
});
/** The vendor's own from 22.09 on. */
const known = 'column-type users.totp_key';

it('a trial is judged by the differences that are known today', () => {
  expect(judgeAgain(left([known]), '23.03.2')).toMatchObject({
    outcome: 'right',
    drift: { structural: [], allowed: 3 },
  });
  const other = left([known, 'column-missing users.email']);
  expect(judgeAgain(other, '23.03.2')).toMatchObject({
    outcome: 'wrong',
    drift: { structural: ['column-missing users.email'] },
  });
  expect(judgeAgain(left([known], ['user gone']), '23.03.2')).toMatchObject({ outcome: 'wrong' });
});
