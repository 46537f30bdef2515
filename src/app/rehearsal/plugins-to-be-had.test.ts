import { expect, it } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedProgram } from '../../io/hosts/simulated-process.ts';
import { pluginsToBeHad } from './plugins-to-be-had.ts';

const plugin = (version: string, more: object = {}) => ({
  name: 'mock',
  take: { from: 'index' as const, version },
  entryPoints: [],
  isAskedFor: false,
  ...more,
});
const agent = (plugins: ReturnType<typeof plugin>[]) =>
  ({ host: 'h1', component: 'agent', version: '25.19.2', python: '3.13', plugins }) as const;

/** A host whose uv has an index with one version, and what it was asked. */
function simulated(say = 'error: there is no version of it') {
  const asked: string[] = [];
  const uv: SimulatedProgram = async ({ argv, complain }) => {
    if (!argv.includes('--dry-run')) return 0;
    asked.push(argv.at(-1) ?? '');
    if (argv.at(-1) === 'mock==25.19.2') return 0;
    complain(say);
    return 1;
  };
  const python: SimulatedProgram = async ({ print }) => {
    print('3.13\n/usr/bin/python3.13\n');
    return 0;
  };
  const programs = { uv, 'python3.13': python, python3: python };
  return { asked, hostOf: () => simulatedHost('h1', new Map(), { programs }) };
}

it('each plugin is asked for once, and what cannot be had is one finding with a way out', async () => {
  const { asked, hostOf } = simulated();
  const environments = [agent([plugin('25.19.2')]), agent([plugin('1.0')]), agent([plugin('1.0')])];
  expect(await pluginsToBeHad(environments, hostOf)).toEqual([
    {
      code: 'plugin.unavailable',
      severity: 'blocker',
      subject: 'mock',
      summary:
        'agent 25.19.2 for Python 3.13 cannot have mock 1.0, which the environment before has beside its release: error: there is no version of it',
      hint: 'decide in cluster.yaml, under "plugins" of the agent: "mock: leave", another version, or the path of a folder of wheels',
    },
  ]);
  expect(asked.sort()).toEqual(['mock==1.0', 'mock==25.19.2']);
});

it.each([
  [
    'an index that cannot be reached',
    simulated('error: Failed to fetch: `https://index.example.org/mock/`'),
    {},
  ],
  ['what only another plugin asks for', simulated(), { isAskedFor: true }],
])('nothing is said of %s', async (_what, { hostOf }, more) => {
  expect(await pluginsToBeHad([agent([plugin('1.0', more)])], hostOf)).toEqual([]);
});
