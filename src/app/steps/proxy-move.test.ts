import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { StepContext } from './context.ts';
import { keptFiles } from './kept-files.ts';
import { proxyMove } from './proxy-move.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const inventory = {
  components: [
    { id: 'c1', component: 'app-proxy-coordinator', host: 'local', config: '/c1', workdir: '/w1' },
  ],
} as unknown as Inventory;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-proxy-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function world(more: Parameters<typeof simulatedState>[0] = {}) {
  const state = simulatedState(more);
  const context = simulatedContext(folder, inventory, state);
  return { state, context, kept: keptFiles(context, 1) };
}

const undo = async (params: object, context: StepContext): Promise<unknown> =>
  (proxyMove.undo as (params: object, context: StepContext) => Promise<unknown>)(params, context);

describe('proxy.move', () => {
  const address = 'http://127.0.0.1:10200';
  const params = { hop: 1, member: 'c1', address, groups: ['default'] };

  it('gives the group its new door with the token of the coordinator, and keeps the old one', async () => {
    const { state, context } = world();
    const doors: unknown[] = [];
    const database: StepContext['database'] = {
      ...context.database,
      setProxyDoors: async (given) => {
        doors.push(given);
        await context.database.setProxyDoors(given);
      },
    };
    expect(await proxyMove.probe(params, context, false)).toBe('todo');
    await proxyMove.apply(params, { ...context, database }, 'todo');
    expect(doors).toEqual([[{ group: 'default', address, token: 's3cret' }]]);
    expect(await proxyMove.probe(params, context, false)).toBe('done');
    expect(await proxyMove.probe({ ...params, groups: ['default', 'gpu'] }, context, false)).toBe('todo');
    // Applied again, what was kept first stays.
    await proxyMove.apply(params, context, 'todo');
    await undo(params, context);
    expect(state.door).toBe('http://127.0.0.1:5050');
  });

  it('puts back only the groups that it moved, and nothing where it kept nothing', async () => {
    const { state, context, kept } = world();
    await undo(params, context);
    expect(state.door).toBe('http://127.0.0.1:5050');
    const doors = ['default', 'gpu'].map((group) => ({ group, address: `old ${group}`, token: null }));
    await writeFile(kept.proxyDoors, JSON.stringify(doors));
    const set: unknown[] = [];
    const database = { ...context.database, setProxyDoors: async (given: unknown) => void set.push(given) };
    await undo(params, { ...context, database });
    expect(set).toEqual([[doors[0]]]);
    await writeFile(kept.proxyDoors, 'torn');
    await expect(undo(params, context)).rejects.toThrow();
  });

  it('says which groups are not moved, and that there is no secret to move them with', async () => {
    const { context } = world();
    await expect(proxyMove.verify({ ...params, groups: ['default', 'gpu'] }, context)).rejects.toMatchObject({
      code: 'proxy.not-moved',
      message: `default, gpu: not pointed at ${address}`,
    });
    await context.database.setProxyDoors([{ group: 'default', address, token: null }]);
    await expect(proxyMove.verify({ ...params, groups: ['default', 'gpu'] }, context)).rejects.toMatchObject({
      message: `gpu: not pointed at ${address}`,
    });
    const poor = world({ configuration: '[secrets]\napi_secret = ""\n' });
    await expect(proxyMove.apply(params, poor.context, 'todo')).rejects.toMatchObject({
      code: 'proxy.no-secret',
      message: '/c1 of c1 has no secrets.api_secret',
      hint: 'set [secrets] api_secret there: the managers show it to the coordinator',
    });
    const readText = async (): Promise<undefined> => undefined;
    const bare = { ...context, host: (name: string) => ({ ...context.host(name), readText }) };
    await expect(proxyMove.apply(params, bare, 'todo')).rejects.toMatchObject({ code: 'proxy.no-secret' });
  });
});
