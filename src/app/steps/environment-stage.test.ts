import { expect, it } from 'vitest';
import type { EnvironmentRequest, StepContext } from './context.ts';
import { environmentKey } from './environment-key.ts';
import { environmentStage } from './environment-stage.ts';

const params = environmentStage.params.parse({
  host: 'local',
  component: 'manager',
  version: '2',
  folder: '/e/manager-2',
  published: '2024-01-01',
  python: '3.12',
  config: '/c',
  member: 'm1',
});

/** Environments that stand by their folders, and what is asked of them. */
function world(stands: readonly string[] = []) {
  const log: unknown[] = [];
  const { signal } = new AbortController();
  const context = {
    signal,
    environmentStands: async ({ folder }: EnvironmentRequest) => stands.includes(folder),
    buildEnvironment: async (request: EnvironmentRequest, end: AbortSignal) => {
      log.push(['build', request, end === signal]);
      return { choice: 'as-of-3-days' };
    },
    requireConfiguration: async (request: EnvironmentRequest, end: AbortSignal) => {
      log.push(['require', request, end === signal]);
    },
    requirePlugins: async (request: EnvironmentRequest, end: AbortSignal) => {
      log.push(['plugins', request, end === signal]);
    },
  } as unknown as StepContext;
  return { log, context };
}

it('is known by its host and its folder', () => {
  const keys = [params, { ...params, host: 'h2' }, { ...params, folder: '/e/manager-3' }].map(environmentKey);
  expect(new Set(keys).size).toBe(3);
});

it('is done where the environment stands, and that one alone', async () => {
  expect(await environmentStage.probe(params, world(['/e/manager-2']).context, false)).toBe('done');
  expect(await environmentStage.probe(params, world(['/e/manager-1']).context, false)).toBe('todo');
});

it('builds what is asked for, and tells how', async () => {
  const { log, context } = world();
  expect(await environmentStage.apply(params, context, 'todo')).toEqual({ choice: 'as-of-3-days' });
  expect(log).toEqual([['build', params, true]]);
});

it('has the new program read its configuration and tries its plugins, also where the environment stood', async () => {
  const { log, context } = world(['/e/manager-2']);
  await environmentStage.verify(params, context);
  expect(log).toEqual([
    ['require', params, true],
    ['plugins', params, true],
  ]);
  const refused = { ...context, requireConfiguration: () => Promise.reject(new Error('no such key')) };
  await expect(environmentStage.verify(params, refused)).rejects.toThrow('no such key');
});

it('asks nothing of a program that never runs', async () => {
  const { log, context } = world();
  await environmentStage.verify({ ...params, proves: 'migrator' }, context);
  expect(log).toEqual([]);
});

it('what stands beside the release is in its title, but for what only another asks for', () => {
  const plugin = (name: string, isAskedFor: boolean) => ({
    name,
    take: { from: 'index', version: '1.4' } as const,
    entryPoints: [],
    isAskedFor,
  });
  const plugins = [plugin('site-monitor', false), plugin('site-library', true)];
  expect(environmentStage.title({ ...params, plugins })).toBe(
    'Stage manager 2 for m1 (Python 3.12) with site-monitor 1.4',
  );
  expect(environmentStage.title(params)).toBe('Stage manager 2 for m1 (Python 3.12)');
});
