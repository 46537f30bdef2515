import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import type { StepContext } from './context.ts';
import { failedProof, operatorApprove } from './operator-approve.ts';
import { sessionTry } from './session-try.ts';
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
const asks = (context = world.contextOf()) =>
  operatorApprove.asksIf?.({ ...turn, rule: failedProof, what: '', how: '', optional: false }, context);

describe('a proof of life before the stop', () => {
  it('starts a session on each resource group, by the project that may use it', async () => {
    const tried = { domain: 'd', project: 'p', architecture: 'x86_64', took };
    expect(await world.tryBefore()).toEqual({
      proofs: [
        { group: 'default', ...tried },
        { group: 'gpu', ...tried },
      ],
    });
    expect(world.asked.map(({ where }) => where)).toEqual(['default', 'gpu']);
    // An agent may have to fetch the image.
    expect(world.asked.map(({ patience }) => patience)).toEqual([600_000, 600_000]);
    expect(new Set(world.asked.map(({ name }) => name)).size).toBe(2);
    expect(await asks()).toBe(false);
    expect(await sessionTry.probe(turn, world.contextOf(), true)).toBe('done');
  });

  it('starts one on each agent where that was world.asked for', async () => {
    await world.tryBefore(world.contextOf(), { hop: 1, agents: true });
    expect(world.asked.map(({ where }) => where).sort()).toEqual(['i-1', 'i-2', 'i-3']);
  });

  it('starts no more at once than the keypair may have', async () => {
    let [now, most] = [0, 0];
    const own: LiveSession = { id: '1', name: 'users', accessKey: 'AK', status: 'RUNNING', agents: [] };
    const proveSession = async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((go) => setTimeout(go, 5));
      now -= 1;
      return took;
    };
    const many = world.agents(6, (index) => `g${index}`);
    const state = simulatedState({ sessions: [own] });
    await world.tryBefore(world.contextOf({ proveSession }, state, { ...many, most: 3 }));
    expect(most).toBe(2);
    await world.tryBefore(world.contextOf({ proveSession }, state, many));
    expect(most).toBe(4);
  });

  it('asks the operator where a group fails already then, and lets it fail in the same way afterwards', async () => {
    world.broken.add('gpu');
    expect(await world.tryBefore()).toMatchObject({
      proofs: [
        { group: 'gpu', trouble: { code: 'session.no-room', message: 'no agent of gpu has room' } },
        { group: 'default', took },
      ],
    });
    expect(await asks()).toBe(true);
    expect(await world.proveAfter()).toMatchObject({
      proofs: [
        {
          group: 'gpu',
          before: { trouble: { code: 'session.no-room' } },
          after: { trouble: { code: 'session.no-room' } },
        },
        { group: 'default', before: { took }, after: { took } },
      ],
    });
  });

  it('ends what sessions an earlier process has left, and what does not end by itself', async () => {
    await world.tryBefore();
    const label = world.asked[0]?.name.replace(/-1$/, '') ?? '';
    const [mine, users] = [world.session(`${label}-1-abc`), world.session('baiup-proof-of-a-user')];
    const state = simulatedState({ sessions: [mine, users] });
    await world.tryBefore(world.contextOf({}, state));
    expect(state.sessions).toEqual([users]);
    state.sessions = [mine, users];
    await rm(join(folder, 'hop-1.proofs.json'));
    if (typeof sessionTry.undo !== 'function') throw new Error('it has no way back');
    await sessionTry.undo(turn, world.contextOf({}, state));
    expect(state.sessions).toEqual([users]);
    const endless = world.contextOf(
      { endSessions: async (sessions) => sessions },
      simulatedState({ sessions: [mine] }),
    );
    await expect(world.tryBefore(endless)).rejects.toMatchObject({ code: 'session.not-ended' });
  });

  it('is cut as a whole', async () => {
    const cut = new AbortController();
    cut.abort(new Error('cut'));
    await expect(world.tryBefore(world.contextOf({ signal: cut.signal }))).rejects.toThrow('cut');
    expect(world.asked).toEqual([]);
  });

  it('ends what it has started when it is cut', async () => {
    const cut = new AbortController();
    const state = simulatedState();
    const proveSession = async (name: string) => {
      state.sessions = [...state.sessions, world.session(name)];
      cut.abort(new Error('cut'));
      throw cut.signal.reason;
    };
    const context = world.contextOf({ signal: cut.signal, proveSession }, state);
    const { endSessions } = context;
    const bounded: StepContext = {
      ...context,
      endSessions: async (sessions, signal) => {
        signal.throwIfAborted();
        return endSessions(sessions, signal);
      },
    };
    await expect(world.tryBefore(bounded)).rejects.toThrow('cut');
    expect(state.sessions).toEqual([]);
  });
});
