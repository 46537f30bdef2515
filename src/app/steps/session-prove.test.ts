import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BaiupError } from '../../lib/errors.ts';
import { sessionProve } from './session-prove.ts';
import { SimulatedProofs } from './simulated-proofs.ts';
import { simulatedState } from './simulated-state.ts';

let world: SimulatedProofs;
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-try-'));
  world = new SimulatedProofs(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const took = { running: 1, logs: 2, ended: 3 };
const turn = { hop: 1 };

describe('a proof of life after the start', () => {
  it('starts sessions where they started before, and tells both times', async () => {
    await world.tryBefore();
    world.asked = [];
    const found = { before: { took }, after: { took } };
    expect(await world.proveAfter()).toEqual({
      ...took,
      proofs: [
        { group: 'default', ...found },
        { group: 'gpu', ...found },
      ],
    });
    expect(world.asked.map(({ where }) => where)).toEqual(['default', 'gpu']);
  });

  it('fails where one started before and does not any more', async () => {
    await world.tryBefore();
    world.broken.add('gpu');
    world.code = 'session.not-running';
    await expect(world.proveAfter()).rejects.toMatchObject({
      code: 'session.not-running',
      message: 'no session starts, answers and ends any more on resource group gpu: no agent of gpu has room',
      hint: 'end one',
      found: { running: 1, proofs: [{ group: 'gpu', before: { took } }, { group: 'default' }] },
    });
  });

  it('tells where users have taken all room, as long as one starts anywhere', async () => {
    await world.tryBefore();
    world.broken.add('gpu');
    expect(await world.proveAfter()).toMatchObject({
      proofs: [{ group: 'gpu', after: { trouble: { code: 'session.no-room' } } }, { group: 'default' }],
    });
    world.broken.add('default');
    await expect(world.proveAfter()).rejects.toMatchObject({ code: 'session.no-room' });
  });

  it('fails where a group fails otherwise than before', async () => {
    world.broken.add('gpu');
    await world.tryBefore();
    world.code = 'session.not-running';
    await expect(world.proveAfter()).rejects.toMatchObject({ code: world.code });
  });

  it.each([
    ['session.not-running', 5],
    ['session.no-room', 20],
  ])('begins no more once enough have newly failed: %s', async (failure, enough) => {
    await world.tryBefore(
      world.contextOf(
        {},
        simulatedState(),
        world.agents(100, () => 'default'),
      ),
      { hop: 1, agents: true },
    );
    for (let index = 0; index < 100; index += 1) world.broken.add(`i-${index}`);
    world.code = failure;
    world.asked = [];
    await expect(world.proveAfter()).rejects.toMatchObject({
      code: failure,
      message: expect.stringMatching(/; \d\d more places were not tried after that$/),
      found: { all: 100 },
    });
    expect(world.asked.length).toBeGreaterThanOrEqual(enough);
    // Those that are under way by then are let end.
    expect(world.asked.length).toBeLessThan(enough + 4);
  });

  it('begins all where they failed before as well', async () => {
    const context = world.contextOf(
      {},
      simulatedState(),
      world.agents(30, () => 'default'),
    );
    for (let index = 1; index < 30; index += 1) world.broken.add(`i-${index}`);
    await world.tryBefore(context, { hop: 1, agents: true });
    world.asked = [];
    await world.proveAfter(context);
    expect(world.asked).toHaveLength(30);
  });

  it('starts no more at once than was noted, and asks the new schema nothing', async () => {
    await world.tryBefore(world.contextOf({}, simulatedState(), { ...world.ground, most: 1 }));
    let [now, most] = [0, 0];
    const context = world.contextOf({
      proveSession: async () => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((go) => setTimeout(go, 5));
        now -= 1;
        return took;
      },
    });
    const proofGround = () => expect.unreachable();
    await world.proveAfter({ ...context, database: { ...context.database, proofGround } });
    expect(most).toBe(1);
  });

  it('ends what is left of it, also on the way back; what does not end is told', async () => {
    const { undo } = sessionProve;
    if (typeof undo !== 'function') throw new Error('it has no way back');
    const state = simulatedState();
    const proveSession = async (name: string) => {
      state.sessions = [...state.sessions, world.session(name)];
      throw new BaiupError('session.no-room', 'it cannot be ended while it is prepared');
    };
    await expect(world.proveAfter(world.contextOf({ proveSession }, state))).rejects.toMatchObject({
      code: 'session.no-room',
    });
    expect(state.sessions).toEqual([]);
    const endless = world.contextOf({ proveSession, endSessions: async (sessions) => sessions }, state);
    await expect(world.proveAfter(endless)).rejects.toMatchObject({
      found: { left: expect.stringMatching(/may still run: baiup-proof-\S+-1-1 did not end$/) },
    });
    expect(await undo(turn, endless)).toMatchObject({ left: expect.stringMatching(/did not end$/) });
    state.answers = false;
    expect(await undo(turn, world.contextOf({}, state))).toMatchObject({
      left: expect.stringMatching(/may still run: the manager does not answer$/),
    });
    state.answers = true;
    expect(await undo(turn, world.contextOf({}, state))).toBeUndefined();
    expect(state.sessions).toEqual([]);
  });

  it('tries the resource group of the cluster’s file where nothing was tried before', async () => {
    expect(await world.proveAfter()).toEqual({ ...took, proofs: [{ group: 'default', after: { took } }] });
    world.broken.add('default');
    await expect(world.proveAfter()).rejects.toMatchObject({ code: 'session.no-room' });
  });

  it('says why none is tried', async () => {
    expect(await sessionProve.apply({ hop: 2, skipped: 'no image' }, world.contextOf(), 'todo')).toEqual({
      skipped: 'no image',
    });
    expect(world.asked).toEqual([]);
  });
});
