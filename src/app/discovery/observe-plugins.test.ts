import { expect, it } from 'vitest';
import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { withPlugins } from './observe-plugins.ts';

const member = (id: string, component: string, environment: string, version = '25.18.1') =>
  ({ id, component, host: 'h1', environment, version }) as MemberSnapshot;

const packages = ['backend-ai-manager', 'backend-ai-agent', 'backend-ai-cli', 'site-monitor'].map((name) => ({
  name,
  version: '1',
  requires: [],
  direct: null,
  linked: null,
  entryPoints: [],
}));

/** A host whose environments hold all of these, and how often one was looked into. */
function simulated(exitCode = 0, more: object = { strays: [], changed: [] }) {
  const seen = { looks: 0 };
  const python = async ({ print }: { print: (text: string) => void }) => {
    seen.looks += 1;
    print(JSON.stringify({ packages, ...more }));
    return exitCode;
  };
  return { host: () => simulatedHost('h1', new Map(), { programs: { python } }), seen };
}

const namesOf = (members: readonly MemberSnapshot[]) =>
  members.map(({ id, plugins = [] }) => `${id}: ${plugins.map(({ name }) => name).join()}`);

it('components that share an environment hold nothing of each other beside their release', async () => {
  const { host, seen } = simulated();
  const shared = [member('m1', 'manager', '/e/all'), member('a1', 'agent', '/e/all')];
  expect(namesOf(await withPlugins(shared, { host }))).toEqual(['m1: site-monitor', 'a1: site-monitor']);
  expect(seen.looks).toBe(1);
  const alone = [member('m1', 'manager', '/e/m'), member('a1', 'agent', '/e/a')];
  expect(namesOf(await withPlugins(alone, { host }))).toEqual([
    'm1: backend-ai-agent,site-monitor',
    'a1: backend-ai-manager,site-monitor',
  ]);
});

it('an environment whose release cannot be told is not looked into', async () => {
  const { host, seen } = simulated();
  const none = { ...member('m1', 'manager', '/e/m'), version: undefined };
  expect(await withPlugins([none], { host })).toEqual([none]);
  expect(seen.looks).toBe(0);
});

it('what no package brings along is told', async () => {
  const { host } = simulated(0, {
    strays: ['sitecustomize.py', 'ai/backend/site'],
    changed: ['ai/backend/x.py'],
  });
  const [found] = await withPlugins([member('m1', 'manager', '/e/m')], { host });
  expect(found?.environmentNotes).toEqual([
    {
      kind: 'changed',
      text: 'modules of Backend.AI in /e/m were changed in place (ai/backend/x.py): the new environment has the published ones',
    },
    {
      kind: 'stray',
      text: 'no package owns files in /e/m (sitecustomize.py, ai/backend/site): they do not come along',
    },
  ]);
});

it('an environment that cannot be read is told, beside what else was told of it', async () => {
  const environmentNotes = [{ kind: 'unusual', text: 'it is old' }] as const;
  const [found] = await withPlugins([{ ...member('m1', 'manager', '/e/m'), environmentNotes }], simulated(1));
  expect(found?.environmentNotes).toEqual([
    environmentNotes[0],
    {
      kind: 'unread',
      text: 'what /e/m holds beside its release cannot be read: its Python does not run',
    },
  ]);
});
