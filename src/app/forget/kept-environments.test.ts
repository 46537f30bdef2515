import { expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedFiles } from '../../io/hosts/simulated-file.ts';
import type { StepContext } from '../steps/context.ts';
import { environmentsOf } from './environment-candidates.ts';
import type { EnvironmentUses } from './environment-uses.ts';
import { keptEnvironments } from './kept-environments.ts';

const old = '/e/manager-24.03.11';
const plan = {
  hops: [
    {
      phases: [
        {
          steps: [
            {
              kind: 'service.switch',
              params: { member: 'm1', component: 'manager', from: old, to: '/e/manager-24.09.4' },
              hosts: ['one'],
            },
          ],
        },
      ],
    },
  ],
} as unknown as Plan;

interface World {
  readonly uses?: Partial<EnvironmentUses>;
  /** Processes that use the old environment. */
  readonly pids?: readonly number[];
  /** Links beside it, with where they lead. */
  readonly links?: Readonly<Record<string, string>>;
  readonly workdir?: string;
  readonly without?: string;
}

async function kept({ uses, pids = [], links = {}, workdir = '/w', without }: World = {}) {
  const files: SimulatedFiles = new Map(
    [`${old}/pyvenv.cfg`, '/e/manager-24.09.4/pyvenv.cfg']
      .filter((path) => path !== without)
      .map((path) => [path, { content: '' }]),
  );
  if (without !== undefined) files.set(`${old}/notes`, { content: '' });
  const lies = Object.entries(links).map(([link, to]) => `/e/${link}\0${to}\0`);
  const find = async ({ argv, print }: { argv: readonly string[]; print: (text: string) => void }) => {
    if (argv.includes('/proc')) print(pids.map((pid) => `/proc/${pid}/maps\n`).join(''));
    else if (argv.includes('l')) print(lies.join(''));
    else print('8\n16\n');
    return 0;
  };
  const host = simulatedHost('one', files, { programs: { find } });
  const components = [{ id: 'm1', component: 'manager', host: 'one', workdir, config: '/w/c' }];
  const inventory = { components } as unknown as Inventory;
  const context = { inventory, host: () => host } as unknown as StepContext;
  const all: EnvironmentUses = {
    served: new Set(['one /e/manager-24.09.4']),
    back: new Map(),
    mounted: async () => [],
    ...uses,
  };
  const found = await keptEnvironments(environmentsOf(plan, 'all'), all, context);
  for (const { stays, remove } of found) if (stays === undefined) await remove();
  const isThere = (await host.stat(old)) !== undefined;
  return { found: found.map(({ what, name, bytes, stays }) => ({ what, name, bytes, stays })), isThere };
}

it('an old environment goes that nobody needs; that of a service does not count', async () => {
  expect(await kept()).toEqual({
    found: [{ what: 'environment', name: old, bytes: 12_288, stays: undefined }],
    isThere: false,
  });
});

it.each<[string, World, string]>([
  ['a process uses it', { pids: [12, 13] }, 'processes 12, 13 of one use it'],
  ['a link leads to it', { links: { current: 'manager-24.03.11' } }, '/e/current leads to it'],
  [
    'a container has files of it',
    { uses: { mounted: async () => [`${old}/lib/python3.12/site-packages/x`] } },
    'containers have files of it mounted',
  ],
  [
    'Docker does not answer',
    { uses: { mounted: async () => 'nobody can tell what is mounted' } },
    'nobody can tell what is mounted',
  ],
  [
    'nobody can look',
    { uses: { mounted: async () => Promise.reject(new Error('away')) } },
    'nobody can tell who uses it: away',
  ],
  [
    'another run would go back to it',
    { uses: { back: new Map([[`one ${old}`, 'r-2 needs it to go back']]) } },
    'r-2 needs it to go back',
  ],
  ['a member works in it', { workdir: `${old}/work` }, 'files of manager m1 lie in it'],
  ['it is something else', { without: `${old}/pyvenv.cfg` }, 'it is no environment of Python'],
])('one stays where %s', async (_what, world, why) => {
  const { found, isThere } = await kept(world);
  expect([found.map(({ stays }) => stays), isThere]).toEqual([[why], true]);
});

it('a link that leads elsewhere, and containers of another one, keep nobody', async () => {
  const world = {
    links: { current: 'manager-24.09.4' },
    uses: { mounted: async () => [`${old}.1/lib`] },
  };
  expect((await kept(world)).isThere).toBe(false);
});

it('what a later run came from is what its steps switch from', () => {
  expect(environmentsOf(plan, 'before').map(({ path }) => path)).toEqual([old]);
  expect(environmentsOf(plan, 'after').map(({ path }) => path)).toEqual(['/e/manager-24.09.4']);
});
