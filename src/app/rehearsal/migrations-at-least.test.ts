import { describe, expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import type { EnvironmentRequest } from '../steps/context.ts';
import { configurationTrials } from './configurations.ts';
import { type Lacking, migrationsAtLeast } from './migrations-at-least.ts';

const request = {
  member: 'm1',
  host: 'h',
  component: 'manager',
  version: '24.09.14',
  folder: '/new/manager',
  published: '2025-09-16',
  python: '3.12',
  config: '/manager.toml',
} as const;

const nobody = (): never => {
  throw new Error('no program is asked');
};
const nowhere = { host: nobody, service: nobody };

/** Builds that fail with a code unless only the migrations are asked for; what was asked is kept. */
function builds(code: string) {
  const asked: (string | undefined)[] = [];
  const build = async ({ proves }: EnvironmentRequest) => {
    asked.push(proves);
    if (proves === undefined) throw new BaiupError(code, 'a module is missing');
    return { choice: 'any' };
  };
  const refuses = async () => {
    throw new Error('a program that cannot run was asked to read its configuration');
  };
  return { asked, real: { buildEnvironment: build, requireConfiguration: refuses, requirePlugins: refuses } };
}

describe('staging in a rehearsal', () => {
  it('goes on with the migrations of a manager that cannot run, and the receipt says what it lacks', async () => {
    const lacking: Lacking = new Map();
    const { asked, real } = builds('release.faulty');
    const staging = migrationsAtLeast(real, lacking);
    const { signal } = new AbortController();
    await staging.buildEnvironment(request, signal);
    await staging.requireConfiguration(request, signal);
    await staging.requirePlugins(request, signal);
    expect(asked).toEqual([undefined, 'migrator']);
    const [trial] = configurationTrials(nowhere).all([{ step: '1.stage.m1', ...request }], lacking);
    expect(trial).toMatchObject({ outcome: 'faulty', message: 'a module is missing' });
  });

  it.each([
    ['another failure', request, 'environment.no-choice'],
    ['another component', { ...request, component: 'agent' } as const, 'release.faulty'],
  ])('ends at %s', async (_what, asked, code) => {
    const lacking: Lacking = new Map();
    const { buildEnvironment } = migrationsAtLeast(builds(code).real, lacking);
    await expect(buildEnvironment(asked, new AbortController().signal)).rejects.toMatchObject({ code });
    expect(lacking.size).toBe(0);
  });
});
