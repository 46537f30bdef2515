import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import type { ProofGround } from '../../core/workloads/proof-place.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { failedProof, operatorApprove } from './operator-approve.ts';
import { sessionProve } from './session-prove.ts';
import { sessionTry } from './session-try.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const inventory = {
  api: { accessKey: 'AK' },
  proof: { image: 'python', architecture: 'x86_64', scalingGroup: 'default' },
  components: [{ id: 'm1', component: 'manager', host: 'local', config: '/c', workdir: '/w' }],
} as unknown as Inventory;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-try-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const agent = (id: string, group: string) => ({ id, group, architecture: 'x86_64', takes: true });
const group = (name: string) => ({ name, active: true, domain: 'd', project: 'p' });
const ground: ProofGround = {
  groups: [group('default'), group('gpu')],
  agents: [agent('i-1', 'default'), agent('i-2', 'gpu'), agent('i-3', 'gpu')],
  architectures: ['x86_64'],
  most: undefined,
};
const took = { running: 1, logs: 2, ended: 3 };

/** Groups, and agents, where no session starts now. */
let broken = new Set<string>();
let asked: { name: string; where: string }[] = [];
beforeEach(() => {
  broken = new Set();
  asked = [];
});

function contextOf(more: Partial<StepContext> = {}, state = simulatedState(), on = ground): StepContext {
  const context = simulatedContext(folder, inventory, state);
  return {
    ...context,
    database: { ...context.database, proofGround: async () => on },
    proveSession: async (name, { group, agent = '' }) => {
      asked.push({ name, where: agent || group });
      if (!broken.has(agent || group)) return took;
      throw new BaiupError('session.no-room', `no agent of ${agent || group} has room`, { hint: 'end one' });
    },
    ...more,
  };
}

const turn = { hop: 1 };
const tryBefore = (context = contextOf(), params: { hop: number; agents?: true } = turn) =>
  sessionTry.apply(params, context, 'todo');
const proveAfter = (context = contextOf()) => sessionProve.apply(turn, context, 'todo');
const asks = (context = contextOf()) =>
  operatorApprove.asksIf?.({ ...turn, rule: failedProof, what: '', how: '', optional: false }, context);

describe('a proof of life before the stop', () => {
  it('starts a session on each resource group, by the project that may use it', async () => {
    const tried = { domain: 'd', project: 'p', architecture: 'x86_64', took };
    expect(await tryBefore()).toEqual({
      proofs: [
        { group: 'default', ...tried },
        { group: 'gpu', ...tried },
      ],
    });
    expect(asked.map(({ where }) => where)).toEqual(['default', 'gpu']);
    expect(new Set(asked.map(({ name }) => name)).size).toBe(2);
    expect(await asks()).toBe(false);
    expect(await sessionTry.probe(turn, contextOf(), true)).toBe('done');
  });

  it('starts one on each agent where that was asked for', async () => {
    await tryBefore(contextOf(), { hop: 1, agents: true });
    expect(asked.map(({ where }) => where).sort()).toEqual(['i-1', 'i-2', 'i-3']);
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
    const agents = Array.from({ length: 6 }, (_, index) => agent(`i-${index}`, `g${index}`));
    const state = simulatedState({ sessions: [own] });
    await tryBefore(contextOf({ proveSession }, state, { ...ground, agents, most: 3 }));
    expect(most).toBe(2);
    await tryBefore(contextOf({ proveSession }, state, { ...ground, agents }));
    expect(most).toBe(4);
  });

  it('asks the operator where a group fails already then, and lays that to nothing afterwards', async () => {
    broken.add('gpu');
    expect(await tryBefore()).toMatchObject({
      proofs: [
        { group: 'gpu', trouble: { code: 'session.no-room', message: 'no agent of gpu has room' } },
        { group: 'default', took },
      ],
    });
    expect(await asks()).toBe(true);
    expect(await proveAfter()).toMatchObject({
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
    await tryBefore();
    const label = asked[0]?.name.replace(/-1$/, '') ?? '';
    const left = (name: string): LiveSession => ({
      id: name,
      name,
      accessKey: 'AK',
      status: 'RUNNING',
      agents: [],
    });
    const [mine, users] = [left(`${label}-1-abc`), left('baiup-proof-of-a-user')];
    const state = simulatedState({ sessions: [mine, users] });
    await tryBefore(contextOf({}, state));
    expect(state.sessions).toEqual([users]);
    state.sessions = [mine, users];
    await rm(join(folder, 'hop-1.proofs.json'));
    if (typeof sessionTry.undo !== 'function') throw new Error('it has no way back');
    await sessionTry.undo(turn, contextOf({}, state));
    expect(state.sessions).toEqual([users]);
    const endless = contextOf(
      { endSessions: async (sessions) => sessions },
      simulatedState({ sessions: [mine] }),
    );
    await expect(tryBefore(endless)).rejects.toMatchObject({ code: 'session.not-ended' });
  });

  it('is cut as a whole', async () => {
    const cut = new AbortController();
    cut.abort(new Error('cut'));
    await expect(tryBefore(contextOf({ signal: cut.signal }))).rejects.toThrow('cut');
    expect(asked).toEqual([]);
  });
});

describe('a proof of life after the start', () => {
  it('starts sessions where they started before, and tells both times', async () => {
    await tryBefore();
    asked = [];
    const found = { before: { took }, after: { took } };
    expect(await proveAfter()).toEqual({
      ...took,
      proofs: [
        { group: 'default', ...found },
        { group: 'gpu', ...found },
      ],
    });
    expect(asked.map(({ where }) => where)).toEqual(['default', 'gpu']);
  });

  it('fails where one started before and does not any more', async () => {
    await tryBefore();
    broken.add('gpu');
    await expect(proveAfter()).rejects.toMatchObject({
      code: 'session.no-room',
      message: 'no session starts, answers and ends any more on resource group gpu: no agent of gpu has room',
      hint: 'end one',
      found: { running: 1, proofs: [{ group: 'gpu', before: { took } }, { group: 'default' }] },
    });
  });

  it('tries the resource group of the cluster’s file where nothing was tried before', async () => {
    expect(await proveAfter()).toEqual({ ...took, proofs: [{ group: 'default', after: { took } }] });
    broken.add('default');
    await expect(proveAfter()).rejects.toMatchObject({ code: 'session.no-room' });
  });

  it('says why none is tried', async () => {
    expect(await sessionProve.apply({ hop: 2, skipped: 'no image' }, contextOf(), 'todo')).toEqual({
      skipped: 'no image',
    });
    expect(asked).toEqual([]);
  });
});
