import { expect, it } from 'vitest';
import type { UnitSnapshot } from '../../core/cluster/unit-snapshot.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { planned, simulatedGround } from './simulated-plan.ts';

const unit: UnitSnapshot = {
  ...{ unit: 'agent.service', enabled: 'enabled', isOutdated: false, killSignal: 'SIGINT', stopSeconds: 90 },
  starters: [{ unit: 'watcher.service', why: 'watches it, and may start it' }],
};

it('a plan says what is stopped with a unit because it would start it', () => {
  const { components } = simulatedGround('24.03.10').snapshot;
  const found = { components: components.map((each) => (each.id === 'a1' ? { ...each, unit } : each)) };
  const stops = walkPlan(planned('24.03.10', '24.03.11', { found }))
    .map(({ step }) => step)
    .filter(({ kind }) => kind === 'service.stop');
  const besideOf = Object.fromEntries(
    stops.map(({ params, title }) => [
      (params as { member: string }).member,
      [title, (params as { beside?: string[] }).beside],
    ]),
  );
  expect(besideOf).toMatchObject({
    a1: [expect.stringMatching(/^Stop agent a1 by SIGINT, with watcher\.service$/), ['watcher.service']],
    w1: [expect.not.stringContaining('with'), undefined],
  });
});
