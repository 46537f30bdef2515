import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { dumpRoom } from '../../core/plan/room.ts';
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
// What fails beside the dump leaves a file that is still being written.
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

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

  it.each([
    [0, true],
    [-1, false],
  ])('by a host is made only where it leaves room there: %s bytes beyond', async (beyond, isMade) => {
    const context = simulatedContext(folder, inventory, simulatedState({ rows: ['a'] }));
    const free = dumpRoom(50e6) + beyond;
    const database = {
      ...context.database,
      size: async () => 50e6,
      roomAway: async (kept: string) => ({ host: 'db1', folder: dirname(kept), free }),
    };
    const capture = databaseCapture.apply({ hop: 1 }, { ...context, database }, 'todo');
    const said = await Promise.resolve(capture).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(await database.keeps(keptFiles(context, 1).database)).toBe(isMade);
    if (isMade) expect(said).toBeUndefined();
    else
      expect(said).toMatchObject({
        code: 'run.no-room',
        message: `the dump of the database may write 56 MB below ${folder} on db1, and 55 MB are free there`,
        left: 'nothing was dumped',
        hint: 'make room on db1, then type the same command again',
      });
  });

  it('of the database that fails beside its dump fails once the dump has ended, and lets the database go', async () => {
    const context = simulatedContext(folder, inventory, simulatedState({ rows: ['a'] }));
    const order: string[] = [];
    const database = {
      ...context.database,
      view: async () => ({
        ...(await context.database.view()),
        sessions: async () => Promise.reject(new Error('the disk is full')),
        close: async () => void order.push('let go'),
      }),
      dump: async (...how: Parameters<typeof context.database.dump>) => {
        await new Promise(setImmediate);
        order.push('dumped');
        return context.database.dump(...how);
      },
    };
    const capture = databaseCapture.apply({ hop: 1 }, { ...context, database }, 'todo');
    await expect(capture.finally(() => order.push('failed'))).rejects.toThrow('the disk is full');
    expect(order.at(-1)).toBe('failed');
    expect(order.sort()).toEqual(['dumped', 'failed', 'let go']);
  });
});
