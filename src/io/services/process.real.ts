import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '../../lib/wait.ts';
import { markedProcesses } from '../hosts/proc.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { anyPython } from '../python/interpreters.ts';
import type { Service } from './port.ts';
import { processService } from './process.ts';
import { saveServiceFile } from './service-file.ts';

/** A main process and a worker, as the components have; the worker outlives a killed main process. */
const program = `
import os, signal, sys, time
stubborn = "stubborn" in sys.argv
if os.fork() == 0:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main = os.getppid()
    while stubborn or os.getppid() == main or os.path.exists("survive"):
        time.sleep(0.02)
    os._exit(0)
print("serving from", sys.prefix, flush=True)
signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
while True:
    time.sleep(0.02)
`;

const patience = { timeoutMs: 5_000 };
let python: string;
let folder: string;
let service: Service;

async function describeService(...args: string[]): Promise<void> {
  await saveServiceFile(thisMachine, folder, {
    name: 'a service of this test',
    environment: join(folder, 'one'),
    module: 'program',
    arguments: args,
    cwd: folder,
    env: {},
    log: join(folder, 'log'),
  });
}

async function environment(name: string): Promise<string> {
  await mkdir(join(folder, name, 'bin'), { recursive: true });
  await symlink(python, join(folder, name, 'bin', 'python'));
  await writeFile(join(folder, name, 'pyvenv.cfg'), 'home = /nowhere\n');
  return join(folder, name);
}

const left = () => markedProcesses('BAIUP_SERVICE', folder);
const logged = (text: string) =>
  waitFor(async () => ((await service.logTail(5)).includes(text) ? true : undefined), {
    ...patience,
    what: `"${text}" in the log`,
  });

beforeAll(async () => {
  python = (await anyPython(thisMachine)).path;
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-service-'));
  await environment('one');
  await writeFile(join(folder, 'program.py'), program);
  await describeService();
  service = processService(thisMachine, folder);
});

afterEach(async () => {
  await service.stop('SIGINT', { timeoutMs: 0 });
  await rm(folder, { recursive: true, force: true });
});

describe('a plain process as a service', () => {
  it('starts once, is found again, and stops with all of its group', async () => {
    expect(await service.state()).toEqual({ active: false, environment: join(folder, 'one') });
    await service.start();
    const { pid } = await service.state();
    await service.start();
    expect(await processService(thisMachine, folder).state()).toMatchObject({ active: true, pid });
    await logged('serving');
    expect(await service.stop('SIGINT', patience)).toEqual({ killed: false });
    expect(await left()).toEqual([]);
    expect(await service.stop('SIGINT', patience)).toEqual({ killed: false });
    expect(await service.state()).toMatchObject({ active: false });
  });

  it('is killed as a group at the deadline', async () => {
    await describeService('stubborn');
    await service.start();
    await logged('serving');
    expect(await service.stop('SIGINT', { timeoutMs: 300 })).toEqual({ killed: true });
    expect(await left()).toEqual([]);
  });

  it('clears away the worker of a main process that was killed before it starts anew', async () => {
    await writeFile(join(folder, 'survive'), '');
    await service.start();
    await logged('serving');
    const { pid = 0 } = await service.state();
    process.kill(pid, 'SIGKILL');
    await waitFor(async () => ((await service.state()).active ? undefined : true), {
      ...patience,
      what: 'its end',
    });
    const [survivor] = await left();
    expect(survivor).toBeDefined();
    await service.start();
    expect((await left()).map((process) => process.pid)).not.toContain(survivor?.pid);
    expect(await service.state()).toMatchObject({ active: true });
  });

  it('is found without its pid file', async () => {
    await service.start();
    const { pid } = await service.state();
    await rm(join(folder, 'pid.json'));
    expect(await processService(thisMachine, folder).state()).toMatchObject({ active: true, pid });
  });

  it('is never mistaken for another process that has its number now', async () => {
    await service.start();
    const known = JSON.parse(await readFile(join(folder, 'pid.json'), 'utf8'));
    await service.stop('SIGINT', patience);
    await writeFile(join(folder, 'pid.json'), JSON.stringify({ ...known, pid: process.pid }));
    expect(await service.state()).toMatchObject({ active: false });
    expect(await service.stop('SIGINT', patience)).toEqual({ killed: false });
  });

  it('runs from another environment after its next start', async () => {
    await service.start();
    await service.switchEnvironment(await environment('two'));
    await service.stop('SIGINT', patience);
    await service.start();
    await logged(`serving from ${join(folder, 'two')}`);
  });

  it('says where no service is described', async () => {
    await rm(join(folder, 'service.json'));
    await expect(service.state()).rejects.toMatchObject({ code: 'service.unknown' });
  });
});
