import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { configstoreCapture } from './configstore-capture.ts';
import { databaseCapture } from './database-capture.ts';
import { keptFiles } from './kept-files.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const inventory = { components: [] } as unknown as Inventory;
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-once-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a capture', () => {
  it.each([
    ['the database', databaseCapture, 'database'],
    ['etcd', configstoreCapture, 'etcd'],
  ] as const)(
    'of %s is made again while nothing was migrated, and never after',
    async (_what, step, file) => {
      const state = simulatedState({ rows: ['a'] });
      const context = simulatedContext(folder, inventory, state);
      const kept = keptFiles(context, 1);
      const capture = () => step.apply({ hop: 1 }, context, 'todo');
      await capture();
      Object.assign(state, { rows: ['b'], etcd: 'b' });
      await capture();
      const first = await readFile(kept[file], 'utf8');
      await writeFile(kept.migrated, '{}');
      Object.assign(state, { rows: ['z'], etcd: 'z' });
      await expect(capture()).rejects.toMatchObject({
        code: 'capture.migrated-since',
        left: `the first capture is kept in ${folder}`,
      });
      expect(await readFile(kept[file], 'utf8')).toBe(first);
      expect(first).toContain('b');
    },
  );

  it('of the database that fails beside its dump fails once the dump has ended', async () => {
    const context = simulatedContext(folder, inventory, simulatedState({ rows: ['a'] }));
    const order: string[] = [];
    const database = {
      ...context.database,
      sessions: async () => Promise.reject(new Error('the disk is full')),
      dump: async (...how: Parameters<typeof context.database.dump>) => {
        await new Promise(setImmediate);
        order.push('dumped');
        return context.database.dump(...how);
      },
    };
    const capture = databaseCapture.apply({ hop: 1 }, { ...context, database }, 'todo');
    await expect(capture.finally(() => order.push('failed'))).rejects.toThrow('the disk is full');
    expect(order).toEqual(['dumped', 'failed']);
  });
});
