import { describe, expect, it } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedFile } from '../../io/hosts/simulated-file.ts';
import { checkPatched } from './check-patched.ts';

const edits = [{ action: 'rename', key: 'agent.scaling-group', to: 'group' }] as const;
const request = { component: 'agent', folder: '/e/agent-2', config: '/etc/a.toml' } as const;
const program = {
  arguments: ['-m', 'ai.backend.cli', 'ag', 'start-server', '-f', 'a.toml'],
  cwd: '/etc',
  variables: { BACKEND_NAMESPACE: 'x' },
};

/** A host whose programs say what text they were given, and by which question. */
function world(answer: (text: string | undefined) => number | Error = () => 0) {
  const files = new Map<string, SimulatedFile>([
    ['/etc/a.toml', { content: '[agent]\nscaling-group = "a"\n' }],
  ]);
  const asked: unknown[] = [];
  const there = simulatedHost('h1', files);
  const host: typeof there = {
    ...there,
    ask: async ({ argv, cwd, env, signal }) => {
      const [python, load = '', , module, config = '', original, ...command] = argv;
      const text = files.get(config)?.content;
      asked.push({
        python,
        load: load.split('/').at(-1),
        module,
        config,
        original,
        command,
        cwd,
        env,
        text,
        signal,
      });
      const exitCode = answer(text);
      if (exitCode instanceof Error) throw exitCode;
      const said = { outcome: 'ok', stage: 'load', message: '' };
      return { exitCode, stdout: JSON.stringify(said), stderr: '', durationMs: 0 };
    },
  };
  const lent = (): string[] => [...files.keys()].filter((path) => path.startsWith('/lent/'));
  return { host, files, asked, lent };
}

const question = {
  python: '/e/agent-2/bin/python',
  load: 'load_configuration.py',
  module: 'ai.backend.agent.server',
  original: '/etc/a.toml',
  command: program.arguments.with(-1, '/etc/a.toml'),
  cwd: '/etc',
  env: program.variables,
};

describe('checkPatched', () => {
  it('asks of the file itself where nothing is changed in it', async () => {
    const { host, asked, lent } = world();
    const { signal } = new AbortController();
    expect(await checkPatched({ host, program }, request, signal)).toEqual({
      outcome: 'ok',
      stage: 'load',
      message: '',
      issues: [],
    });
    await checkPatched({ host, program }, { ...request, edits: [] }, signal);
    const same = { ...question, config: '/etc/a.toml', text: '[agent]\nscaling-group = "a"\n', signal };
    expect(asked).toEqual([same, same]);
    expect(lent()).toEqual([]);
  });

  it('asks of a copy with the changes made, by the name of the file, that goes afterwards', async () => {
    const { host, files, asked, lent } = world();
    await checkPatched({ host, program }, { ...request, edits });
    const config = '/lent/1/a.toml';
    const command = question.command.with(-1, config);
    expect(asked).toEqual([{ ...question, config, command, text: '[agent]\ngroup = "a"\n' }]);
    expect(lent()).toEqual([]);
    expect(files.get('/etc/a.toml')?.content).toContain('scaling-group');
  });

  it('takes the copy back also where the program cannot be asked', async () => {
    const { host, lent } = world(() => new Error('no such program'));
    await expect(checkPatched({ host, program }, { ...request, edits })).rejects.toThrow('no such program');
    expect(lent()).toEqual([]);
  });

  it.each([
    ['is not there', async () => undefined],
    ['cannot be read', async () => Promise.reject(new Error('permission is denied'))],
  ])('leaves it to the loader to tell of a file that %s', async (_how, readText) => {
    const { host, asked } = world();
    await checkPatched({ host: { ...host, readText }, program }, { ...request, edits });
    expect(asked).toMatchObject([{ config: '/etc/a.toml', original: '/etc/a.toml' }]);
  });
});
