import { expect, it } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedProcess } from '../../io/hosts/simulated-process.ts';
import { simulatedService } from '../../io/services/simulated-service.ts';
import type { Staged } from '../records/staged.ts';
import { configurationTrials } from './configurations.ts';

const folder = '/envs/agent-24.09.4';
const agent = (id: string): Staged => ({
  step: `1.stage.${id}`,
  member: id,
  host: 'one',
  component: 'agent',
  version: '24.09.4',
  folder,
  published: '2024-11-01T00:00:00Z',
  python: '3.12',
  config: `/etc/${id}.toml`,
});

it('has each member of a host read its own configuration, where they share an environment', async () => {
  const asked: string[] = [];
  const python = {
    [`${folder}/bin/python`]: async ({ argv, print }: SimulatedProcess) => {
      const config = argv[4] ?? '';
      asked.push(config);
      const outcome = config === '/etc/a2.toml' ? 'refused' : 'ok';
      print(`${JSON.stringify({ outcome, stage: 'load', message: outcome, issues: [] })}\n`);
      return 0;
    },
  };
  const host = simulatedHost('one', new Map(), { programs: python });
  const trials = configurationTrials({
    host: () => host,
    service: () => simulatedService({ active: true, environment: '/old' }),
  });
  const { signal } = new AbortController();
  const staged = ['a1', 'a2'].map(agent);
  for (const each of staged) await trials.ask(each, signal);
  await trials.require(agent('a1'), signal);
  await expect(trials.require(agent('a2'), signal)).rejects.toMatchObject({ code: 'configuration.refused' });
  expect(asked).toEqual(['/etc/a1.toml', '/etc/a2.toml']);
  expect(trials.all(staged, new Map()).map(({ config, outcome }) => [config, outcome])).toEqual([
    ['/etc/a1.toml', 'ok'],
    ['/etc/a2.toml', 'refused'],
  ]);
});
