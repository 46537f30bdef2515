import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedFile } from '../../io/hosts/simulated-file.ts';
import { forgetCaptured } from './captured-files.ts';
import { filesCapture } from './files-capture.ts';
import { configuration, newer, old, simulatedAgent } from './simulated-agent.ts';

let runFolder = '';
beforeEach(async () => {
  runFolder = await mkdtemp(join(tmpdir(), 'baiup-files-'));
});
afterEach(() => rm(runFolder, { recursive: true, force: true }));

const world = (given: Parameters<typeof simulatedAgent>[1]) => simulatedAgent(runFolder, given);

describe('what an agent left', () => {
  const files = {
    [old]: 'kernels',
    '/ipc/last_registry.x.dat': 'legacy',
    '/scratches/k1/config/kconfig.dat': 'pickled',
    '/scratches/k1/home/film': 'of a user',
    '/var/of-another-program': 'x'.repeat(1000),
    [configuration]: 'scaling-group = "a"',
  };

  it('is captured beside it, and nothing else', async () => {
    const { apply, kept } = world({ files });
    const result = await apply();
    const keep = `/var/.baiup/${runFolder.split('/').at(-1)}/hop-1.a1`;
    expect(kept().map((path) => path.slice(keep.length))).toEqual([
      '/agent.ipc-base-path/last_registry.x.dat',
      `/agent.var-base-path/${old.slice(5)}`,
      '/configuration/a1.toml',
      '/container.scratch-root/k1/config/kconfig.dat',
    ]);
    expect(result).toEqual({ keep, files: 4, bytes: 39 });
  });

  it('is put back, and what the newer release wrote is kept aside', async () => {
    const { apply, undo, write, text, now, kept } = world({ files });
    await apply();
    write(newer, 'newer kernels');
    write('/scratches/k1/config/kconfig.dat', 'pickled anew');
    write('/scratches/k2/config/kconfig.dat', 'of a session of the newer release');
    write(configuration, 'scaling-group = "b"');
    now.files.delete('/ipc/last_registry.x.dat');
    const result = await undo();
    for (const [path, content] of Object.entries(files)) expect(text(path)).toBe(content);
    expect(text(newer)).toBeUndefined();
    expect(result).toMatchObject({
      putBack: expect.arrayContaining([configuration, '/ipc/last_registry.x.dat']),
      movedAside: expect.arrayContaining([newer, configuration]),
      aside: expect.stringMatching(/\/hop-1\.a1\/after$/),
    });
    const aside = kept().filter((path) => path.includes('/after/'));
    expect(aside.map((path) => text(path)).sort()).toEqual([
      'newer kernels',
      'of a session of the newer release',
      'pickled anew',
      'scaling-group = "b"',
    ]);
  });

  it('is put back once: a second time finds nothing to do, and a third keeps what came in between', async () => {
    const { apply, undo, write, text, kept } = world({ files });
    await apply();
    write(old, 'overwritten');
    await undo();
    expect(await undo()).toEqual({ putBack: [], movedAside: [], removed: [] });
    write(old, 'overwritten again');
    expect(await undo()).toMatchObject({ aside: expect.stringMatching(/after-2$/) });
    expect(text(old)).toBe('kernels');
    const aside = kept().filter((path) => path.includes('/after') && path.endsWith(old.slice(5)));
    expect(aside.map((path) => text(path)).sort()).toEqual(['overwritten', 'overwritten again']);
  });

  it('stays as it is where the old release runs again', async () => {
    const { apply, undo, write, text, now } = world({ files });
    await apply();
    write(old, 'kernels of today');
    now.active = true;
    expect(await undo()).toBeUndefined();
    expect(text(old)).toBe('kernels of today');
  });

  it('goes with its session: a folder that is gone is not made again', async () => {
    const { apply, undo, now, text } = world({ files });
    await apply();
    for (const path of [...now.files.keys()]) if (path.startsWith('/scratches/k1')) now.files.delete(path);
    await undo();
    expect(text('/scratches/k1/config/kconfig.dat')).toBeUndefined();
  });

  it('is not put back from a damaged copy, and nothing is moved then', async () => {
    const { apply, undo, write, kept, text } = world({ files });
    await apply();
    write(old, 'overwritten');
    for (const path of kept()) write(path, 'damaged');
    await expect(undo()).rejects.toMatchObject({ code: 'files.capture-damaged' });
    expect(text(old)).toBe('overwritten');
  });

  it('is captured again where a capture was cut, and nothing is put back from a half one', async () => {
    const { apply, undo, probe, text, context, kept } = world({ files });
    await apply();
    await forgetCaptured({ hop: 1, member: 'a1' }, context);
    expect(await undo()).toBeUndefined();
    expect(text(old)).toBe('kernels');
    expect(await probe(true)).toBe('half');
    await apply();
    expect(kept()).toHaveLength(4);
    expect(await probe(true)).toBe('done');
  });

  it('is captured again where it has changed since', async () => {
    const { apply, probe, write, text } = world({ files });
    await apply();
    write(old, 'kernels of today');
    expect(await probe(true)).toBe('half');
    await apply();
    expect(text(newer)).toBe('kernels of today');
  });

  it('is captured again where any file of it has changed since', async () => {
    const { apply, probe, write } = world({ files });
    expect(await probe()).toBe('todo');
    await apply();
    expect(await probe()).toBe('done');
    write(configuration, 'scaling-group = "b"');
    expect(await probe()).toBe('todo');
    expect(await probe(true)).toBe('half');
  });

  it('is not believed to be there where capturing it again is cut', async () => {
    const { given, context, apply, undo, write, text } = world({ files });
    const isKept = () => filesCapture.isKept?.(given, context);
    expect(await isKept()).toBe(false);
    await apply();
    expect(await isKept()).toBe(true);
    write(configuration, 'scaling-group = "b"');
    const copy = () => Promise.reject(new Error('cut'));
    const cut = { ...context, host: (name: string) => ({ ...context.host(name), copy }) };
    await expect(filesCapture.apply(given, cut, 'half')).rejects.toThrow('cut');
    expect(await isKept()).toBe(false);
    expect(await undo()).toBeUndefined();
    expect(text(configuration)).toBe('scaling-group = "b"');
  });

  it('is put back also where the newer release runs still', async () => {
    const { apply, undo, write, text, now } = world({ files });
    await apply();
    write(configuration, 'scaling-group = "b"');
    Object.assign(now, { active: true, environment: '/e/new' });
    expect(await undo()).toMatchObject({ putBack: [configuration] });
    expect(text(configuration)).toBe('scaling-group = "a"');
  });

  it('goes forward again in another run, and back', async () => {
    const first = world({ files });
    await first.apply();
    first.write(newer, 'newer kernels');
    await first.undo();
    first.write(old, 'kernels of today');
    const again = await mkdtemp(join(runFolder, 'r-'));
    const second = world({ files: Object.fromEntries(first.now.files) });
    Object.assign(second.context, { runFolder: again, run: 'r-2' });
    await second.apply();
    expect(second.text(newer)).toBe('kernels of today');
    second.write(newer, 'newer again');
    await second.undo();
    expect([second.text(old), second.text(newer)]).toEqual(['kernels of today', undefined]);
  });

  it('is nothing where nothing was written', async () => {
    const { apply, undo, kept } = world({});
    expect(await apply()).toEqual({ files: 0, bytes: 0 });
    expect(await undo()).toMatchObject({ putBack: [], movedAside: [] });
    expect(kept()).toEqual([]);
  });
});

describe('two agents with one folder', () => {
  it('each have their own files of kernels captured and put back', async () => {
    const other = '/var/last_registry.of-another.dat';
    const { apply, undo, write, text } = world({
      members: ['a1', 'a2'],
      files: { [old]: 'kernels', [other]: 'of a2' },
    });
    await apply();
    write(other, 'of a2, today');
    write(newer, 'newer kernels');
    await undo();
    expect([text(old), text(newer), text(other)]).toEqual(['kernels', undefined, 'of a2, today']);
  });
});

describe('sockets', () => {
  const socket: SimulatedFile = { content: '', kind: 'socket' };

  it('that no process listens on are removed, others stay', async () => {
    const { apply, undo, now, text } = world({
      files: {
        '/ipc/agent-logger-1.sock': socket,
        '/ipc/agent-logger-2.sock': socket,
        '/ipc/container/agent.x.sock': socket,
        '/proc/net/unix':
          'Num RefCount\n0000: 00000002 00000000 00010000 0001 01 123 ./ipc/agent-logger-2.sock\n',
      },
    });
    await apply();
    expect(await undo()).toMatchObject({ removed: ['/ipc/agent-logger-1.sock'] });
    expect(now.files.has('/ipc/agent-logger-1.sock')).toBe(false);
    expect(text('/ipc/agent-logger-2.sock')).toBe('');
    expect(text('/ipc/container/agent.x.sock')).toBe('');
  });
});
