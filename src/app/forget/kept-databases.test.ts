import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { asideOf } from '../steps/aside-of.ts';
import type { StepContext } from '../steps/context.ts';
import { databaseAside } from '../steps/database-aside.ts';
import { simulatedContext } from '../steps/simulated-context.ts';
import { simulatedState } from '../steps/simulated-state.ts';
import { keptDatabases } from './kept-databases.ts';

const hop = { hop: 1 };
const step = { id: '1.capture.database', kind: databaseAside.kind, params: hop, needs: [], hosts: [] };
const plan = { hops: [{ phases: [{ steps: [step] }] }] } as unknown as Plan;
const inventory = { components: [{ id: 'm1', component: 'manager', host: 'local' }] } as unknown as Inventory;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-kept-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function setAside() {
  const state = simulatedState({ active: false });
  const context = simulatedContext(folder, inventory, state);
  await databaseAside.apply(hop, context, 'todo');
  return { state, context, door: asideOf(context, hop) };
}
const kept = async (context: StepContext) =>
  (await keptDatabases(plan, context)).map(({ name, stays }) => [name, stays]);

it('what was set aside may go once the copy has the name, and never the copy', async () => {
  const { context, door, state } = await setAside();
  const { aside, copy } = door.names;
  const alone = expect.stringContaining('may be all that there is of it');
  expect(await kept(context)).toEqual([
    [aside, alone],
    [copy, alone],
  ]);
  await door.move(['copy', 'name']);
  const found = await keptDatabases(plan, context);
  expect(found.map(({ name, stays }) => [name, stays])).toEqual([[aside, undefined]]);
  const { database } = state;
  await found[0]?.remove();
  await found[0]?.remove();
  expect([await kept(context), state.database]).toEqual([[], database]);
});

it('after the way back the newer database may go', async () => {
  const { context, door } = await setAside();
  await door.move(['copy', 'name']);
  await door.move(['name', 'undone'], ['aside', 'name']);
  expect(await kept(context)).toEqual([[door.names.undone, undefined]]);
});

it('one that the run did not make stays, and one that somebody is at', async () => {
  const { context, door, state } = await setAside();
  const { aside, undone } = door.names;
  await door.move(['copy', 'name']);
  state.others.set(undone, { id: 'of somebody', data: [] });
  const visited = { ...door, visitors: async () => ['psql of role ana'] };
  const database = { ...context.database, aside: () => visited };
  expect(await kept({ ...context, database })).toEqual([
    [aside, 'other programs are at it: psql of role ana'],
    [undone, `"${undone}" is a database that this run did not make`],
  ]);
});
