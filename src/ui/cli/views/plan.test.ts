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

it.each<[string, Parameters<typeof planned>, string]>([
  ['a major hop', ['24.03.11', '24.09.4'], 'all stop together: it is a major hop'],
  [
    'several hops with one outage',
    ['23.09.10', '24.09.4', { windows: 'one' }],
    'all stop together: it is a major hop',
  ],
  [
    'a minor hop',
    ['24.03.10', '24.03.11'],
    'managers turn first, then the others, each by stopping: --turn beside was not asked for',
  ],
  [
    'a minor hop whose members turn beside',
    ['24.03.10', '24.03.11', { turn: 'beside' }],
    'a1 turns by stopping: only one process may have its containers; its sessions go on while it turns',
  ],
])('says how members of %s turn, and why', (_what, asked, line) => {
  expect(planText(planned(...asked), undefined, plain)).toContain(`    ${line}\n`);
});
