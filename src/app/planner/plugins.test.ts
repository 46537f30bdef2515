import { expect, it } from 'vitest';
import { walkPlan } from '../../core/plan/walk.ts';
import { environmentStage } from '../steps/environment-stage.ts';
import { planned, simulatedGround } from './simulated-plan.ts';
import { soundPlan } from './sound/sound-plan.ts';

const plugin = {
  name: 'site-monitor',
  version: '24.3.10',
  source: { from: 'index' },
  entryPoints: [{ group: 'backendai_stats_monitor_v20', name: 'site' }],
  isAskedFor: false,
} as const;

it('what an environment holds beside its release is staged in each hop’s version, and not for migrations alone', () => {
  const [withPlugin, older] = ['24.03.10', '24.03.7'].map((from) =>
    simulatedGround(from).snapshot.components.map((each) =>
      each.id === 'm1' ? { ...each, plugins: [plugin] } : each,
    ),
  );
  if (!withPlugin || !older) return expect.unreachable();
  const plan = planned('24.03.10', '24.09.4', { found: { components: withPlugin } });
  const stages = walkPlan(plan).flatMap(({ step }) =>
    step.kind === environmentStage.kind
      ? [{ id: step.id, title: step.title, plugins: step.params['plugins'] }]
      : [],
  );
  const take = (version: string) => [
    {
      name: 'site-monitor',
      take: { from: 'index', version },
      entryPoints: [...plugin.entryPoints],
      isAskedFor: false,
    },
  ];
  expect(stages.filter(({ plugins }) => plugins !== undefined)).toEqual([
    {
      id: '1.stage.m1',
      title: 'Stage manager 24.03.11 for m1 (Python 3.12) with site-monitor 24.3.11',
      plugins: take('24.3.11'),
    },
    {
      id: '2.stage.m1',
      title: 'Stage manager 24.09.4 for m1 (Python 3.12) with site-monitor 24.9.4',
      plugins: take('24.9.4'),
    },
  ]);
  expect(() => soundPlan(plan)).not.toThrow();
  const once = planned('24.03.7', '24.09.6', { windows: 'one', found: { components: older } });
  const migrators = walkPlan(once).filter(({ step }) => step.params['proves'] === 'migrator');
  expect(migrators.length).toBeGreaterThan(0);
  expect(migrators.map(({ step }) => step.params['plugins'])).toEqual(migrators.map(() => undefined));
});
