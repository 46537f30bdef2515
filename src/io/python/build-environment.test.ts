import { beforeEach, describe, expect, it } from 'vitest';
import { simulatedHost } from '../hosts/simulated.ts';
import type { SimulatedFiles } from '../hosts/simulated-file.ts';
import type { SimulatedProgram } from '../hosts/simulated-process.ts';
import { buildEnvironment, environmentStands } from './build-environment.ts';
import { installedArtefact } from './installed-artefact.ts';

const folder = '/opt/manager-24.09.4';

/** Enough of uv: an environment is a Python, and what is installed a record. */
const uv: SimulatedProgram = async ({ argv: [, ...words], files, print }) => {
  if (words[0] === 'venv') files.set(`${words.at(-1)}/bin/python`, { content: '' });
  if (words.includes('install')) {
    const site = `${folder}/lib/python3.12/site-packages/backend_ai_manager-24.9.4.dist-info`;
    files.set(`${site}/RECORD`, { content: 'a,1\n' });
  }
  if (words.includes('freeze')) print('backend-ai-manager==24.9.4\n');
  return 0;
};

/** The host's own Python, and those of environments: they compile, and say that the program runs. */
const python: SimulatedProgram = async ({ argv: [, program = ''], print }) => {
  if (program === '-c') print('3.12\n/usr/bin/python3.12\n');
  if (program.endsWith('load_configuration.py')) {
    print(JSON.stringify({ outcome: 'ok', stage: 'import', message: '' }));
  }
  return 0;
};

describe('an environment', () => {
  const programs = { uv, python, 'python3.12': python, chmod: async () => 0 };
  let files: SimulatedFiles;
  beforeEach(() => {
    files = new Map();
  });

  const on = (name: string, its: SimulatedFiles) => ({
    host: simulatedHost(name, its, { programs }),
    component: 'manager' as const,
    version: '24.09.4',
    published: '2024-12-11T07:37:24Z',
    python: '3.12',
    folder,
  });

  it('is built, proven and remembered on its host, by what that host has', async () => {
    const request = on('m1', files);
    const record = await buildEnvironment(request);
    expect(record).toMatchObject({ choice: 'as-of-3-days', packages: ['backend-ai-manager==24.9.4'] });
    expect(await environmentStands(request)).toBe(true);
    expect(await installedArtefact(request.host, folder)).toMatch(/^[0-9a-f]{64}$/);
    const remembered = '/home/baiup/.cache/baiup/environments/manager-24.09.4-py3.12.json';
    expect(JSON.parse(files.get(remembered)?.content ?? '')).toEqual(record);
  });

  it('that stands on one host stands on no other in the same folder', async () => {
    await buildEnvironment(on('m1', files));
    const other = on('m2', new Map());
    expect(await environmentStands(other)).toBe(false);
    expect(await installedArtefact(other.host, folder)).toBeUndefined();
    await buildEnvironment(other);
    expect(await environmentStands(other)).toBe(true);
  });

  it.each(['before', 'after'])(
    'that another baiup began meanwhile is left to that one, %s it was filled',
    async (when) => {
      const later: SimulatedProgram = async (running) => {
        const begins = when === 'before' ? running.argv.includes('venv') : running.argv.includes('freeze');
        const code = await uv(running);
        if (begins) running.files.set(`${folder}.unfinished`, { content: 'another' });
        return begins && when === 'before' ? 1 : code;
      };
      const host = simulatedHost('m1', files, { programs: { ...programs, uv: later } });
      await expect(buildEnvironment({ ...on('m1', files), host })).rejects.toMatchObject({
        code: 'environment.built-elsewhere',
      });
      expect(files.get(`${folder}.unfinished`)?.content).toBe('another');
      expect(files.has(`${folder}/bin/python`)).toBe(true);
      expect(await environmentStands(on('m1', files))).toBe(false);
    },
  );

  it('is refused with the name of the host where that has no such Python', async () => {
    const host = simulatedHost('m3', files, { programs: { uv } });
    await expect(buildEnvironment({ ...on('m3', files), host })).rejects.toMatchObject({
      code: 'python.missing',
      message: expect.stringContaining('on m3'),
    });
  });
});
