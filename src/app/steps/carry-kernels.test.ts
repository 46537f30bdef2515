import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { SimulatedFile } from '../../io/hosts/simulated-file.ts';
import { carriedCopies, carryKernels, checkCarried, isCarried } from './carry-kernels.ts';
import { byId, newer, old, simulatedAgent } from './simulated-agent.ts';

let runFolder = '';
beforeEach(async () => {
  runFolder = await mkdtemp(join(tmpdir(), 'baiup-files-'));
});
afterEach(() => rm(runFolder, { recursive: true, force: true }));

const world = (given: Parameters<typeof simulatedAgent>[1]) => simulatedAgent(runFolder, given);

describe('before its first start', () => {
  it("the newer release is given the old one's kernels, whatever lay there", async () => {
    const { apply, probe, text } = world({ files: { [old]: 'kernels', [newer]: 'of an earlier time' } });
    expect(await probe()).toBe('todo');
    await apply();
    expect(text(newer)).toBe('kernels');
    expect(await probe(true)).toBe('done');
  });

  it.each<[from: string, to: string, files: Record<string, string | SimulatedFile>, carriedTo: string]>([
    ['25.16.0', '25.17.1', { [old]: 'kernels', [byId]: 'of an earlier time' }, byId],
    ['25.17.0', '25.17.1', { [byId]: 'kernels', [old]: 'of an earlier time' }, byId],
    ['25.17.1', '25.18.0', { [byId]: 'kernels', [old]: 'of an earlier time' }, newer],
    ['25.18.0', '25.19.2', { [old]: 'kernels', [byId]: 'of an earlier time' }, newer],
    [
      '25.18.0',
      '25.19.2',
      { [old]: 'of an earlier time', [byId]: { content: 'kernels', modified: 9 } },
      newer,
    ],
    ['25.18.0', '25.19.2', { [byId]: 'kernels' }, newer],
  ])('of %s → %s they lie where it looks for them', async (from, to, files, carriedTo) => {
    const { apply, text } = world({ files, from, to });
    await apply();
    expect(text(carriedTo)).toBe('kernels');
  });

  it('no release is started without the kernels that run', async () => {
    const { apply, text } = world({ state: { kernels: 2 }, files: { [newer]: 'of an earlier time' } });
    await expect(apply()).rejects.toMatchObject({
      code: 'kernels.no-registry',
      message:
        'a1 left no file of its kernels in /var on local, but the database says that 2 of them run: started without it, an agent ends them all',
      hint: "see that agent.varBase of a1 in cluster.yaml is the agent's own var-base-path, and that the agent may write there",
    });
    expect(text(newer)).toBe('of an earlier time');
  });

  it('an agent without kernels starts without any, and one that finds them by itself too', async () => {
    const idle = world({ files: { [newer]: 'of an earlier time' } });
    await idle.apply();
    expect(idle.text(newer)).toBeUndefined();
    await world({ from: '25.18.0', to: '25.19.2', state: { kernels: 2 } }).apply();
  });

  it('what is not carried whole is no success', async () => {
    const { apply, context, now } = world({ files: { [old]: 'kernels' } });
    const host = context.host('local');
    Object.assign(host, {
      copy: async (from: string, to: string) =>
        now.files.set(to, { content: to === newer ? 'ker' : (now.files.get(from)?.content ?? '') }),
    });
    Object.assign(context, { host: () => host });
    await expect(apply()).rejects.toMatchObject({
      code: 'kernels.not-carried',
      message: `${newer} is not what a1 left of its kernels`,
      hint: 'find out which process writes to it: the agent that owns it is stopped',
    });
  });

  it('its environment is needed to know the name', async () => {
    const { apply, now } = world({ files: { [old]: 'kernels' } });
    now.files.delete('/e/old/lib/python3.12/site-packages/x');
    await expect(apply()).rejects.toMatchObject({
      code: 'kernels.no-environment',
      message: '/e/old on local no longer holds an environment',
      hint: 'put it back: the name of the file of running kernels depends on it',
    });
  });

  it('one file that both releases use is carried nowhere', async () => {
    const { given, context } = world({ files: { [byId]: 'kernels' }, from: '25.17.0', to: '25.17.1' });
    expect(await carriedCopies(given, context)).toEqual([]);
    const host = { ...context.host('local'), copy: async () => expect.unreachable('it was copied') };
    await carryKernels(given, { ...context, host: () => host });
    expect(await isCarried(given, context)).toBe(true);
  });

  it.each<[string, object, Record<string, string>]>([
    [
      'another component',
      { component: 'storage-proxy', agent: { id: 'i-a1' } },
      { 'agent.var-base-path': '/var' },
    ],
    ['an agent that nothing is known of', { component: 'agent' }, { 'agent.var-base-path': '/var' }],
    ['an agent without a folder for them', { component: 'agent', agent: { id: 'i-a1' } }, {}],
  ])('nothing is carried for %s', async (_what, member, locations) => {
    const { given, context, now } = world({ files: { [old]: 'kernels' } });
    const inventory = { components: [{ id: 'a1', host: 'local', ...member }] } as unknown as Inventory;
    const [turn, there] = [
      { ...given, locations },
      { ...context, inventory },
    ];
    await carryKernels(turn, there);
    await checkCarried(turn, there);
    expect(await isCarried(turn, there)).toBe(true);
    expect(await carriedCopies(turn, there)).toEqual([]);
    expect(now.files.has(newer)).toBe(false);
  });
});
