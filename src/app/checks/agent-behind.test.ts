import { expect, it } from 'vitest';
import { simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import { agentBehind } from './agent-behind.ts';
import type { CheckInput } from './check.ts';

const behind = [{ member: 'a3', host: 'h3', run: 'r-1', to: '24.03.11', why: 'h3 does not answer' }];
const seen = (more: object) => ({
  id: 'a3',
  component: 'agent',
  host: 'h3',
  version: '24.03.10',
  environment: '/e',
  active: true,
  healthy: true,
  configSha256: '',
  ...more,
});
const found = (more: object) => {
  const snapshot = { ...simulatedSnapshot({ components: [seen(more) as never] }), behind };
  return agentBehind.find({ snapshot } as unknown as CheckInput);
};

it.each([
  ['has the old release', {}, 'it has 24.03.10'],
  ['cannot be seen', { unseen: true, version: undefined }, 'nobody can see its release'],
  ['has the new release and does not run', { version: '24.03.11', active: false }, 'it has 24.03.11'],
])('an agent that was postponed and %s is behind', (_what, more, has) => {
  expect(found(more)).toEqual([
    expect.objectContaining({
      code: 'agent.behind',
      severity: 'warning',
      summary: `agent a3 on h3 is behind: r-1 brought all others to 24.03.11 and postponed it, and ${has}`,
      hint: 'once h3 answers: baiup apply --remaining r-1',
    }),
  ]);
});

it('one that runs the release by now is not', () => {
  expect(found({ version: '24.03.11' })).toEqual([]);
});
