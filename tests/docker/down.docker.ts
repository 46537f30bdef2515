import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { outsidePaths } from '../../src/sandbox/docker/outside-paths.ts';
import { type DockerLab, openDockerLab } from './docker-lab.ts';

/** What a sandbox could leave on a machine: interfaces, mounts, processes, and folders of Docker's. */
async function machine(): Promise<object> {
  const { stdout: links } = await thisMachine.run({ argv: ['ip', '-oneline', 'link'], timeoutMs: 10_000 });
  const mounts = await readFile('/proc/self/mounts', 'utf8');
  // A lab may come, go and start its hosts again beside it: its links, mounts and daemons are none of a sandbox.
  return {
    links: links
      .split('\n')
      .map((line) => line.split(':')[1]?.trim() ?? '')
      .filter((link) => !/^(bailab|vb-)/.test(link)),
    mounts: mounts.split('\n').filter((line) => !line.split(' ')[1]?.includes('/labs/')),
    paths: await outsidePaths(),
    daemons: await commands(/dockerd|containerd|docker-proxy|socat|entrypoint\.sh|ai\.backend\.kernel/),
  };
}

async function commands(pattern: RegExp): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (pid: string, file: string) => readFile(join('/proc', pid, file), 'utf8').catch(() => '');
  const lines = await Promise.all(
    pids.map(async (pid) =>
      (await read(pid, 'cgroup')).includes('/baiup-lab/') ? '' : read(pid, 'cmdline'),
    ),
  );
  return lines.map((line) => line.replaceAll('\0', ' ').trim()).filter((line) => pattern.test(line));
}

let before: object;
let lab: DockerLab;

beforeAll(async () => {
  before = await machine();
});
afterAll(async () => {
  await lab.run(['sandbox', 'down']);
  await lab.close();
});

/** Sessions, one of which has a network of its own as sessions of several containers do. */
async function used(): Promise<void> {
  lab = await openDockerLab('24.09.6');
  await lab.begin('before');
  await lab.docker('network', 'create', 'bai-test');
  expect(await machine()).not.toEqual(before);
}

async function down(): Promise<void> {
  const { exitCode } = await lab.run(['sandbox', 'down']);
  expect(exitCode).toBe(0);
  expect(await readdir(join(lab.folder, 'baiup/sandboxes'))).toEqual([]);
  expect(await machine()).toEqual(before);
  await lab.close();
}

describe('sandbox down', () => {
  it('leaves nothing of containers, their network, and their daemon', async () => {
    await used();
    await down();
  });

  it('nor where the daemon was killed, and its containers run on', async () => {
    await used();
    const pid = Number(await readFile(join(lab.place, 'servers/docker/dockerd.pid'), 'utf8'));
    process.kill(pid, 'SIGKILL');
    await waitFor(async () => ((await commands(/dockerd --config-file/)).length === 0 ? true : undefined), {
      timeoutMs: 10_000,
      what: 'the daemon to end',
    });
    expect(await commands(/ai\.backend\.kernel/)).not.toEqual([]);
    await down();
  });
});
