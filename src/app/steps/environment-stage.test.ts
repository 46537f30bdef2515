import { expect, it } from 'vitest';
import type { StepContext } from './context.ts';
import { environmentStage } from './environment-stage.ts';

const request = {
  host: 'h1',
  component: 'agent',
  version: '25.19.2',
  folder: '/e/agent-25.19.2',
  published: '2026-01-01T00:00:00Z',
  python: '3.13',
  config: '/agent.toml',
  workdir: '/',
} as const;

async function asked(more: object): Promise<string[]> {
  const seen: string[] = [];
  const context = {
    requireConfiguration: async () => void seen.push('configuration'),
    requirePlugins: async () => void seen.push('plugins'),
    signal: new AbortController().signal,
  } as Pick<StepContext, 'requireConfiguration' | 'requirePlugins' | 'signal'>;
  const params = environmentStage.params.parse({ ...request, ...more });
  await environmentStage.verify(params, context as StepContext);
  return seen;
}

it('a staged program reads its configuration, and its plugins are tried; migrations alone need neither', async () => {
  expect(await asked({})).toEqual(['configuration', 'plugins']);
  expect(await asked({ proves: 'migrator' })).toEqual([]);
});

it('what stands beside the release is in its title, but for what only another asks for', () => {
  const plugin = (name: string, isAskedFor: boolean) => ({
    name,
    take: { from: 'index', version: '1.4' } as const,
    entryPoints: [],
    isAskedFor,
  });
  const plugins = [plugin('site-monitor', false), plugin('site-library', true)];
  expect(environmentStage.title({ ...request, plugins })).toBe(
    'Stage agent 25.19.2 for Python 3.13 with site-monitor 1.4',
  );
  expect(environmentStage.title(request)).toBe('Stage agent 25.19.2 for Python 3.13');
});
