import { mkdtemp, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KernelContainer } from '../../src/io/workloads/kernel-containers.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { type DockerLab, openDockerLab } from './docker-lab.ts';
import { killedAfter } from './killed-after.ts';

/** Over two lines in one stop, with everything down meanwhile, and back; the tests build on each other. */
let lab: DockerLab;
let before: KernelContainer;
let run = '';

const on = (): string[] => ['--cluster', lab.cluster];
const planFile = (): string => join(lab.folder, 'plan.json');
const running = async () => (await lab.containers()).filter((each) => each.running).map(({ id }) => id);

/** The very container, never started again: with it, all that a session has in its memory. */
async function expectBefore(x: number): Promise<void> {
  const found = (await lab.containers()).find(({ id }) => id === before.id);
  expect(found).toEqual(before);
  expect(await lab.python('before', 'print(x)')).toBe(String(x));
  expect(await lab.status('before')).toBe('RUNNING');
}

async function makePlan(): Promise<void> {
  const far = ['--policy', 'schema', '--windows', 'one', '--accept', 'workloads.running'];
  const { exitCode, json } = await lab.json('plan', '25.02.0', ...far, ...on(), '-o', planFile());
  expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
}

beforeAll(async () => {
  lab = await openDockerLab('24.09.6');
  await lab.begin('before');
  await lab.python('before', 'x = 42');
  [before] = (await lab.containers()) as [KernelContainer];
});

afterAll(async () => {
  const { exitCode } = await lab.run(['sandbox', 'down']);
  await lab.close();
  expect(exitCode).toBe(0);
});

describe('sessions in containers, from 24.09.6 to 25.02.0', () => {
  it('are what the sandbox says that it has', async () => {
    const { json } = await lab.json('sandbox', 'status');
    expect(json).toMatchObject({ agent: 'docker', docker: { address: expect.stringMatching(/^unix:/) } });
    await expectBefore(42);
  });

  it('live on where the new agent would not know them: it is not started, nor the old one', async () => {
    await makePlan();
    const killed = await killedAfter(lab, 'step.finished', '1.stop.a1', [
      'apply',
      planFile(),
      ...on(),
      '--yes',
    ]);
    run = killed.run;
    const folder = join(lab.place, 'agent/var');
    const away = await mkdtemp(join(lab.folder, 'away-'));
    const kernels = (await readdir(folder)).filter((name) => name.startsWith('last_registry.'));
    expect(kernels).toHaveLength(1);
    for (const name of kernels) await rename(join(folder, name), join(away, name));
    const resumed = await lab.json('resume', run, ...on());
    expect(resumed).toMatchObject({ exitCode: 1, json: { state: 'broken' } });
    expect(resumed.json.failure.code).toMatch(/^kernels\./);
    expect(JSON.stringify(resumed.json.left)).toContain('a1');
    const { json } = await lab.json('sandbox', 'status');
    expect(json.components.find(({ id }: { id: string }) => id === 'a1')).toMatchObject({ active: false });
    expect(await running()).toEqual([before.id]);
    // Once the file is there again, going back ends well.
    for (const name of kernels) await rename(join(away, name), join(folder, name));
    const back = await lab.json('rollback', run, ...on(), '--yes');
    expect({ exitCode: back.exitCode, state: back.json.state }).toEqual({
      exitCode: 0,
      state: 'rolled-back',
    });
    await expectBefore(42);
  });

  it('live through the upgrade, with their variables', async () => {
    await makePlan();
    const { exitCode, json } = await lab.json('apply', planFile(), ...on(), '--yes');
    expect({ exitCode, state: json.state, failure: json.failure }).toEqual({ exitCode: 0, state: 'done' });
    run = json.run;
    await lab.python('before', 'x += 1');
    await expectBefore(43);
    const { json: shown } = await lab.json('show', run);
    const step = (id: string) => shown.steps.find((each: { step: string }) => each.step === id);
    expect(step('1.check.containers.a1').result).toEqual({ containers: 1 });
    expect(step('1.prove.containers.a1').result).toEqual({ containers: 1, ended: 0 });
  });

  it('keep the environment that they were started from', async () => {
    const mounts = await lab.docker(
      'inspect',
      '--format',
      '{{range .Mounts}}{{.Source}}\n{{end}}',
      before.id,
    );
    expect(mounts).toContain('environments/agent-24.09.6/');
    expect(await lab.docker('exec', before.id, 'test', '-s', '/opt/kernel/entrypoint.sh')).toBe('');
  });

  it('live through the way back; those that began since are ended, and told by name', async () => {
    await lab.begin('after');
    expect(await lab.python('after', 'print(1)')).toBe('1');
    const [, after] = await lab.containers();
    expect(after).toBeDefined();
    const { exitCode, json } = await lab.json('rollback', run, ...on(), '--yes');
    expect({ exitCode, state: json.state }).toEqual({ exitCode: 0, state: 'rolled-back' });
    expect(JSON.stringify(json)).toContain('"after"');
    await expectBefore(43);
    expect(await lab.status('after')).toBeUndefined();
    await waitFor(async () => ((await running()).length === 1 ? true : undefined), {
      timeoutMs: 30_000,
      what: 'the container of the session that began afterwards to end',
    });
    expect(await running()).toEqual([before.id]);
  });

  it('leave room for others again', async () => {
    await lab.begin('next');
    expect(await lab.python('next', 'print(2)')).toBe('2');
    await expectBefore(43);
  });
});
