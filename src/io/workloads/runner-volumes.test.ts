import { describe, expect, it } from 'vitest';
import type { Command, CommandResult } from '../../lib/command.ts';
import type { Host } from '../hosts/port.ts';
import { makeRunnerVolumes, runnerVolumes } from './runner-volumes.ts';

/** A host with files, and a Docker whose volumes are folders of it. */
function machine(volumes: Record<string, string>, program: () => void = () => undefined) {
  const folder = '/e/lib/python3.12/site-packages/ai/backend/krunner';
  const files: Record<string, string> = {
    [`${folder}/static_gnu/versions.txt`]: 'static-gnu\nstatic-musl\n',
    [`${folder}/static_gnu/krunner-version.static-gnu.txt`]: '13\n',
    [`${folder}/static_gnu/krunner-version.static-musl.txt`]: '13\n',
    // Of this kind of processor there is one archive.
    [`${folder}/static_gnu/krunner-env.static-gnu.x86_64.tar.xz`]: '',
    [`${folder}/static_gnu/krunner-env.static-musl.aarch64.tar.xz`]: '',
  };
  const asked: string[] = [];
  const ended = (exitCode: number, stdout = ''): CommandResult => ({
    exitCode,
    stdout,
    stderr: '',
    durationMs: 0,
  });
  const ask = async ({ argv, env }: Command): Promise<CommandResult> => {
    const [first, , verb] = argv;
    const name = argv.at(-1) ?? '';
    if (first === 'uname') return ended(0, 'x86_64\n');
    asked.push(argv.join(' '));
    if (env?.['DOCKER_HOST'] !== 'unix:///d.sock') return ended(1);
    if (first !== 'docker') program();
    if (verb === 'rm') delete volumes[name];
    if (verb === 'inspect') return name in volumes ? ended(0, `/volumes/${name}\n`) : ended(1);
    return ended(0);
  };
  const host = {
    name: 'h1',
    ask,
    run: ask,
    list: async (path: string) =>
      [...new Set(Object.keys(files).flatMap((file) => below(file, path)))].sort(),
    readText: async (path: string) =>
      path.startsWith('/volumes/') ? volumes[path.split('/')[2] ?? ''] || undefined : files[path],
  } as unknown as Host;
  const place = {
    host,
    address: 'unix:///d.sock',
    environment: '/e',
    packages: '/e/lib/python3.12/site-packages',
  };
  return { place, asked };
}

const below = (file: string, path: string): string[] =>
  file.startsWith(`${path}/`) ? [file.slice(path.length + 1).split('/')[0] ?? ''] : [];

const volume = 'backendai-krunner.v13.x86_64.static-gnu';
const signal = new AbortController().signal;

describe('runnerVolumes', () => {
  it.each([
    ['missing', {}],
    ['half', { [volume]: '' }],
    ['half', { [volume]: '12' }],
    ['whole', { [volume]: '13\n' }],
  ])('are those that the packages have files for: %s', async (state, volumes) => {
    const { place } = machine(volumes);
    expect(await runnerVolumes(place)).toEqual([{ name: volume, version: '13', state }]);
  });
});

describe('makeRunnerVolumes', () => {
  it("runs the release's own program, with the agent's Docker", async () => {
    const volumes: Record<string, string> = {};
    const { place, asked } = machine(volumes, () => {
      volumes[volume] = '13';
    });
    await makeRunnerVolumes(place, signal);
    expect(asked).toContain('/e/bin/python -');
    expect(volumes).toEqual({ [volume]: '13' });
  });

  it('makes one that is half anew, for the program would take it for whole', async () => {
    const volumes: Record<string, string> = { [volume]: '' };
    const { place } = machine(volumes, () => {
      volumes[volume] ??= '13';
    });
    await makeRunnerVolumes(place, signal);
    expect(volumes).toEqual({ [volume]: '13' });
  });

  it('leaves none that could not be filled, and leaves one that is whole alone', async () => {
    const volumes: Record<string, string> = {};
    const { place } = machine(volumes, () => {
      volumes[volume] = '';
    });
    await makeRunnerVolumes(place, signal);
    expect(volumes).toEqual({});
    const whole = machine({ [volume]: '13' });
    await makeRunnerVolumes(whole.place, signal);
    expect(whole.asked.some((words) => words.includes('volume rm'))).toBe(false);
  });
});
