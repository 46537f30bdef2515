import { mkdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { printed } from '../../src/io/services/service-contract.ts';
import { loadServiceFile, saveServiceFile } from '../../src/io/services/service-file.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { parkable } from './parkable.ts';

const its = parkable();
const {
  service,
  inFolder,
  describeWith,
  waiting,
  folder,
  request,
  turnToTwo,
  pidFile,
  serving,
  signal,
  gone,
} = its;

describe('a parked program', () => {
  it('leaves no worker behind where its main process was killed', async () => {
    await service().park(request());
    await turnToTwo();
    await service().start();
    await printed(service(), serving('before'));
    const { pid = 0 } = await service().state();
    await thisMachine.signal([pid], 'SIGKILL');
    await waitFor(async () => ((await service().state()).active ? undefined : true), {
      timeoutMs: 20_000,
      everyMs: 5,
      what: 'its end',
    });
    await service().start();
    await printed(service(), serving('before'));
    expect(await waiting()).toEqual([]);
    expect((await service().state()).pid).not.toBe(pid);
  });

  it('may look for any free port while it imports', async () => {
    await describeWith({ EARLY: 'any port' });
    await service().park(request());
    await turnToTwo();
    expect(await service().start()).toEqual({ parked: true });
  });

  it('reads what its configuration will be', async () => {
    await writeFile(inFolder('copy.toml'), 'after');
    const instead = { path: inFolder('program.toml'), copy: inFolder('copy.toml') };
    const { read } = await service().park({ ...request(), instead });
    expect(Object.keys(read)).toEqual([inFolder('program.toml')]);
    await rm(inFolder('copy.toml'));
    await writeFile(inFolder('program.toml'), 'after');
    await turnToTwo();
    expect(await service().start()).toEqual({ parked: true });
    await printed(service(), serving('after'));
  });

  it.each([
    [
      'has another configuration',
      'program.toml has changed since it was read',
      async () => writeFile(inFolder('program.toml'), 'after'),
    ],
    [
      'has other packages in its environment',
      'other packages are in its environment',
      async () => mkdir(join(its.site(), 'other-1.dist-info')),
    ],
    ['is killed', 'it ended, and does not say why', () => signal('SIGKILL')],
    ['hangs', 'it did not go on', () => signal('SIGSTOP')],
    [
      'has other variables',
      'with other variables',
      async () =>
        saveServiceFile(thisMachine, folder(), {
          ...(await loadServiceFile(thisMachine, folder())),
          env: { COLOUR: 'red' },
        }),
    ],
  ])('that %s is ended, and its service starts as usual', { timeout: 30_000 }, async (_what, why, act) => {
    await service().park(request());
    await turnToTwo();
    await act();
    const started = await service().start();
    expect(started).toMatchObject(
      why === 'it ended, and does not say why'
        ? { parked: false }
        : { parked: false, why: expect.stringContaining(why) },
    );
    await printed(service(), 'serving from');
    expect(await waiting()).toEqual([]);
    // A process that ends has no variables any more before it has a number no more.
    await expect.poll(() => service().parked()).toBeUndefined();
  });

  it('is none of a service that goes back to another environment', async () => {
    await service().park(request());
    expect(await service().start()).toMatchObject({
      parked: false,
      why: expect.stringContaining('another command'),
    });
    await printed(service(), `serving from ${inFolder('one')}`);
    expect(await waiting()).toEqual([]);
  });

  it('takes the place of one that waited before', async () => {
    await service().park(request());
    const [first] = await waiting();
    await service().park(request());
    const all = await waiting();
    expect(all).toHaveLength(1);
    expect(all[0]?.pid).not.toBe(first?.pid);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends by %s', async (by) => {
    await service().park(request());
    await signal(by);
    await gone();
    // A process that ends has no variables any more before it has a number no more.
    await expect.poll(() => service().parked()).toBeUndefined();
  });

  it('ends by itself where nobody lets it go on, and never goes on by itself', async () => {
    await service().park({ ...request(), patience: 0.3 });
    await gone();
    expect(await pidFile()).toBeUndefined();
    // A process that ends has no variables any more before it has a number no more.
    await expect.poll(() => service().parked()).toBeUndefined();
  });

  it('is not told to go on by what was meant for another', async () => {
    await service().park({ ...request(), patience: 0.3 });
    await writeFile(inFolder('parked.go'), 'another');
    await gone();
    expect(await pidFile()).toBeUndefined();
  });

  it('ends where it cannot wait, also where its program passes over what it is told of that', async () => {
    await describeWith({ EARLY: 'folder' });
    await service().park(request());
    await mkdir(inFolder('parked.go'));
    await gone();
    expect(await pidFile()).toBeUndefined();
    await rmdir(inFolder('parked.go'));
  });
});

describe('what cannot be parked', () => {
  it('connects before it has read its configuration', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    const address = server.address();
    await describeWith({ EARLY: 'connect', PORT: `${typeof address === 'object' ? address?.port : 0}` });
    await expect(service().park(request())).rejects.toMatchObject({
      code: 'service.not-parked',
      message: 'it begins with socket.connect, before it has read its configuration',
    });
    expect(connections).toBe(0);
    server.close();
    expect(await waiting()).toEqual([]);
  });

  it('listens before it has read its configuration', async () => {
    await describeWith({ EARLY: 'listen' });
    await expect(service().park(request())).rejects.toMatchObject({
      code: 'service.not-parked',
      message: expect.stringContaining('it has connections already: tcp'),
    });
    expect(await waiting()).toEqual([]);
  });

  it('ends, and what it said stays with it', async () => {
    await describeWith({ EARLY: 'end' });
    await expect(service().park(request())).rejects.toMatchObject({
      code: 'service.not-parked',
      message: 'it ended before it served, by SystemExit',
    });
    expect(await thisMachine.readText(inFolder('parked.log'))).toBeUndefined();
  });
});
