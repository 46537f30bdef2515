import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Counted } from '../../core/census/census.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { BaiupError } from '../../lib/errors.ts';
import { capacityProve } from './capacity-prove.ts';
import type { StepContext } from './context.ts';
import { databaseCapture } from './database-capture.ts';
import { simulatedContext } from './simulated-context.ts';
import { type SimulatedState, simulatedState } from './simulated-state.ts';

const inventory = {
  components: [
    { id: 'm1', component: 'manager', host: 'local', config: '/c', workdir: '/w' },
    { id: 'a1', component: 'agent', host: 'local', config: '/a', agent: { id: 'i1', varBase: '/var' } },
  ],
} as unknown as Inventory;

const offers = (slots: object, status = 'ALIVE'): Counted => ({
  count: 1,
  rows: { i1: { status, slots, plugins: ['cpu'] } },
});

let folder = '';
let state: SimulatedState;
let context: StepContext;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-capacity-'));
  state = simulatedState({ holds: { kinds: {}, tables: {} }, offers: offers({ cpu: 4 }) });
  context = simulatedContext(folder, inventory, state);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const which = { hop: 1 };

describe('capacity.prove', () => {
  it('waits until each agent offers what it offered', async () => {
    await databaseCapture.apply(which, context, 'todo');
    state.offers = offers({}, 'LOST');
    setTimeout(() => {
      state.offers = offers({ cpu: '4' });
    }, 50);
    expect(await capacityProve.apply(which, context, 'todo')).toEqual({ agents: 1 });
  });

  describe('where an agent offers less', () => {
    beforeEach(async () => {
      await databaseCapture.apply(which, context, 'todo');
      state.offers = offers({});
      vi.useFakeTimers({ toFake: ['performance'] });
      const capacity = async () => {
        // Nobody waits that long here.
        vi.advanceTimersByTime(40_000);
        return state.offers;
      };
      context = { ...context, database: { ...context.database, capacity } };
    });
    afterEach(() => vi.useRealTimers());
    const proved = (accepted: object) =>
      capacityProve.apply({ ...which, ...accepted }, context, 'todo').catch((error) => error);

    it('fails, and says what can be typed', async () => {
      expect(await proved({})).toMatchObject({
        code: 'prove.capacity',
        message: expect.stringContaining('slot cpu of agent i1 is gone, 4 before'),
        hint: expect.stringContaining('--accept prove.capacity'),
        found: { lost: ['slot cpu of agent i1 is gone, 4 before'], members: ['a1'] },
      });
    });

    it('says so of an agent whose host does not answer, too', async () => {
      const readText = async () => {
        throw new BaiupError('host.unreachable', 'it does not answer');
      };
      context = { ...context, host: (name) => ({ ...simulatedHost(name, new Map()), readText }) };
      expect(await proved({})).toMatchObject({ code: 'prove.capacity', found: { members: ['a1'] } });
    });

    it('asks nothing of one that is postponed', async () => {
      context = { ...context, postponed: () => new Set(['a1']) };
      expect(await proved({})).toEqual({ agents: 0 });
    });

    it('tells it where the operator accepts it', async () => {
      expect(await proved({ accepted: true })).toEqual({
        agents: 1,
        lost: ['slot cpu of agent i1 is gone, 4 before'],
      });
    });
  });

  it('says so where nothing was noted', async () => {
    expect(await capacityProve.apply(which, context, 'todo')).toEqual({
      skipped: expect.stringContaining('not noted'),
    });
  });
});
