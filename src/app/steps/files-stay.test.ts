import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { byId, configuration, newer, old, simulatedAgent } from './simulated-agent.ts';

let runFolder = '';
beforeEach(async () => {
  runFolder = await mkdtemp(join(tmpdir(), 'baiup-files-'));
});
afterEach(() => rm(runFolder, { recursive: true, force: true }));

const world = (given: Parameters<typeof simulatedAgent>[1]) => simulatedAgent(runFolder, given);

describe('where the database stays as it is', () => {
  const params = { restoresData: false };

  it('kernels of the newer release go back with their agent', async () => {
    const { apply, undo, write, text } = world({ params, files: { [old]: 'kernels', [configuration]: 'a' } });
    await apply();
    write(newer, 'newer kernels');
    write(configuration, 'b');
    expect(await undo()).toEqual({ kernelsKept: true, putBack: [old], movedAside: [], removed: [] });
    expect([text(old), text(configuration)]).toEqual(['newer kernels', 'b']);
  });

  it('files of an agent whose kernels lie nowhere are left as they are', async () => {
    const { apply, undo, write, text } = world({
      params: { ...params, locations: { configuration } },
      files: { [configuration]: 'a' },
    });
    await apply();
    write(configuration, 'b');
    expect(await undo()).toEqual({ kernelsKept: true, putBack: [], movedAside: [], removed: [] });
    expect(text(configuration)).toBe('b');
  });

  it('kernels of a newer release go back to an agent that had none', async () => {
    const { apply, undo, write, text } = world({ params, files: {} });
    await apply();
    write(newer, 'newer kernels');
    expect(await undo()).toEqual({ kernelsKept: true, putBack: [old], movedAside: [], removed: [] });
    expect(text(old)).toBe('newer kernels');
  });

  it('what was there at the stop is put back where the newer release left none', async () => {
    const { apply, undo, now, text } = world({ params, files: { [old]: 'kernels' } });
    await apply();
    now.files.delete(newer);
    now.files.delete(old);
    expect(await undo()).toEqual({ putBack: [old], movedAside: [], removed: [] });
    expect(text(old)).toBe('kernels');
  });

  it('kernels that both releases keep in one file stay where they are', async () => {
    const one = world({ params, files: { [byId]: 'kernels' }, from: '25.17.0', to: '25.17.1' });
    await one.apply();
    one.write(byId, 'newer kernels');
    const host = one.context.host('local');
    const copies: string[] = [];
    Object.assign(one.context, {
      host: () => ({ ...host, copy: async (from: string, to: string) => void copies.push(`${from} ${to}`) }),
    });
    expect(await one.undo()).toMatchObject({ kernelsKept: true, movedAside: [] });
    expect(one.text(byId)).toBe('newer kernels');
    expect(copies).toEqual([]);
  });

  it('those of before are told by their own file, whatever lies before it', async () => {
    const { apply, undo } = world({
      params,
      state: { readable: false },
      files: { '/var/last_registry.0.dat': 'of another time', [old]: 'kernels' },
    });
    await apply();
    expect(await undo()).toEqual({ kernelsKept: true, putBack: [], movedAside: [], removed: [] });
  });

  it('an agent that could not read them gets its own back', async () => {
    const { apply, undo, write, text } = world({
      params,
      state: { readable: false },
      files: { [old]: 'kernels' },
    });
    await apply();
    write(newer, 'newer kernels');
    const result = await undo();
    expect(result).not.toHaveProperty('kernelsKept');
    expect([text(old), text(newer)]).toEqual(['kernels', undefined]);
  });

  it('nothing is done where the newer release has changed nothing', async () => {
    const { apply, undo, text } = world({
      params,
      state: { readable: false },
      files: { [old]: 'kernels' },
    });
    await apply();
    expect(await undo()).toMatchObject({ kernelsKept: true, putBack: [] });
    expect(text(old)).toBe('kernels');
  });
});
