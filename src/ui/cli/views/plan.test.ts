import { expect, it } from 'vitest';
import { planned } from '../../../app/planner/simulated-plan.ts';
import { plain } from '../paint.ts';
import { planText } from './plan.ts';

const lines = (...accepted: string[]): string[] =>
  planText(planned('24.03.10', '24.03.11', { accepted }), undefined, plain)
    .split('\n')
    .filter((line) => line.includes('Accepted'));

it('says which proofs do not fail the upgrade, because the operator accepted it', () => {
  expect(lines()).toEqual([]);
  expect(lines('prove.census', 'prove.capacity')).toEqual([
    '  Accepted with prove.census: what the cluster holds otherwise than before is told, and does not fail the upgrade.',
    '  Accepted with prove.capacity: agents that offer less than before are told, and do not fail the upgrade.',
  ]);
});
