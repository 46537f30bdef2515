import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { awaitMember } from './await-member.ts';
import { componentProve } from './component-prove.ts';
import type { MemberAnswer, StepContext } from './context.ts';
import { noStrangers } from './no-strangers.ts';
import { serviceStart } from './service-start.ts';
import { serviceStop } from './service-stop.ts';
import { sessionProve } from './session-prove.ts';
import { whileAlive } from './while-alive.ts';

const up: MemberAnswer = { version: '2', healthy: true };
const silent: MemberAnswer = { version: undefined, healthy: false, trouble: 'the manager has it as LOST' };

/** Two managers and an agent; who is alive is changed while others wait. */
function cluster(...alive: readonly string[]) {
  const living = new Set(alive);
  const answers = new Map<string, MemberAnswer>();
  const context = {
    inventory: {
      api: { accessKey: 'AK' },
      proof: { scalingGroup: 'default', architecture: 'x86_64' },
      components: [
        { id: 'm1', component: 'manager' },
        { id: 'm2', component: 'manager' },
        { id: 'a1', component: 'agent' },
      ],
    },
    started: new Set<string>(),
    signal: new AbortController().signal,
    host: (name: string) => simulatedHost(name, new Map()),
    strangers: noStrangers,
    settleEvents: async () => undefined,
    askMember: async (id: string) => answers.get(id) ?? silent,
    service: (id: string) => ({
      state: async () => {
        looks += 1;
        return { active: living.has(id), environment: '/e' };
      },
      logTail: async () => `last words of ${id}`,
      parked: async () => undefined,
      start: async () => {
        living.add(id);
        return { parked: false };
      },
      stop: async () => void living.delete(id),
    }),
    runFolder: '/a folder that is not there',
    run: 'r',
    database: { sessions: async () => [] },
    proveSession: (_label: string, _place: unknown, signal: AbortSignal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  } as unknown as StepContext;
  return { context, living, answers };
}

const turn = (member: string, component: 'agent' | 'manager') =>
  ({
    member,
    component,
    version: '2',
    signal: 'SIGINT',
    stopTimeoutMs: 1000,
    startTimeoutMs: 240_000,
  }) as const;

/** A clock that only moves when it is told to. */
let clock = 0;
let looks = 0;

/** Lets time pass, until somebody has looked at a service again. */
async function pass(seconds: number): Promise<void> {
  clock += seconds * 1000;
  const before = looks;
  await vi.waitFor(() => expect(looks).toBeGreaterThan(before), { interval: 20 });
}

const stillWaits = Symbol('it still waits');
const now = (waiting: Promise<unknown>): Promise<unknown> => Promise.race([waiting, stillWaits]);

/** Longer than anything may be away. */
async function aWhile(): Promise<void> {
  for (let times = 0; times < 3; times += 1) await pass(5);
}

/** How something ends, once time has passed. */
async function end(waiting: Promise<unknown>): Promise<unknown> {
  const ended = waiting.catch((error: unknown) => error);
  while ((await now(ended)) === stillWaits) {
    clock += 1000;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return ended;
}

beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => clock));
afterEach(() => void vi.restoreAllMocks());

describe('an agent that is waited for', () => {
  const waits = (context: StepContext) =>
    awaitMember({ member: 'a1', version: '2', timeoutMs: 240_000 }, context);

  it('cannot answer once the last manager has died, and that is said', async () => {
    const { context, living } = cluster('m1', 'm2', 'a1');
    const waiting = waits(context);
    waiting.catch(() => undefined);
    await aWhile();
    expect(await now(waiting)).toBe(stillWaits);
    living.delete('m1');
    await aWhile();
    expect(await now(waiting)).toBe(stillWaits);
    living.delete('m2');
    expect(await end(waiting)).toMatchObject({
      code: 'service.not-ready',
      message:
        'a1 cannot answer as 2 any more: it answers through m1, m2, whose process has ended; the log of m1 ends with:\nlast words of m1',
      hint: "its log is kept with the run's evidence: m1.log",
    });
  });

  it('is waited for while a manager is only started again', async () => {
    const { context, living, answers } = cluster('a1');
    const waiting = waits(context);
    await pass(3);
    living.add('m1');
    await pass(3);
    living.delete('m1');
    await pass(3);
    living.add('m1');
    await aWhile();
    expect(await now(waiting)).toBe(stillWaits);
    answers.set('a1', up);
    await waiting;
  });

  it('is waited for while its manager, which has not begun, may start beside it; no longer once that has died', async () => {
    const { context, living } = cluster('a1');
    const waiting = serviceStart.verify(turn('a1', 'agent'), context);
    await aWhile();
    expect(await now(waiting)).toBe(stillWaits);
    await serviceStart.apply(turn('m1', 'manager'), context, 'todo');
    await pass(3);
    living.delete('m1');
    await serviceStart.apply(turn('m2', 'manager'), context, 'todo');
    living.delete('m2');
    expect(await end(waiting)).toMatchObject({ code: 'service.not-ready' });
  });

  it('is not waited for where the manager had died before, whoever started it', async () => {
    const { context, living } = cluster('a1');
    for (const id of ['m1', 'm2']) await serviceStart.apply(turn(id, 'manager'), context, 'todo');
    living.delete('m1');
    living.delete('m2');
    const waiting = serviceStart.verify(turn('a1', 'agent'), context);
    expect(await end(waiting)).toMatchObject({ code: 'service.not-ready' });
  });

  it('is waited for where its manager was stopped to be started again', async () => {
    const { context } = cluster('a1');
    for (const id of ['m1', 'm2']) {
      await serviceStart.apply(turn(id, 'manager'), context, 'todo');
      await serviceStop.apply(turn(id, 'manager'), context, 'todo');
    }
    const waiting = serviceStart.verify(turn('a1', 'agent'), context);
    await aWhile();
    expect(await now(waiting)).toBe(stillWaits);
  });

  it('is not waited for on the way back where no manager came up: nobody starts one any more', async () => {
    const { context } = cluster('a1');
    const waiting = serviceStop.afterUndo?.(turn('a1', 'agent'), context) ?? expect.unreachable();
    expect(await end(waiting)).toMatchObject({ code: 'service.not-ready' });
  });

  it('is waited for where nobody can tell whether the manager lives', async () => {
    const { context } = cluster('a1');
    const service = (id: string) => (id === 'a1' ? context.service(id) : expect.unreachable());
    const waiting = waits({ ...context, service });
    await aWhile();
    expect(await now(waiting)).toBe(stillWaits);
  });
});

describe('a proof', () => {
  it('of a member ends with its process', async () => {
    const { context, living } = cluster('m1');
    const proof = componentProve.apply({ member: 'm1', component: 'manager', version: '2' }, context, 'todo');
    living.delete('m1');
    expect(await end(proof)).toMatchObject({
      code: 'service.ended',
      message: 'm1 cannot answer as 2: the process of m1 has ended',
    });
  });

  it.each([
    ['the last manager', ['m1', 'm2'], 'the processes of m1, m2 have ended'],
    ['the last agent', ['a1'], 'the process of a1 has ended'],
  ] as const)('by a session ends with %s', async (_whose, dead, why) => {
    const { context, living } = cluster('m1', 'm2', 'a1');
    const proof = sessionProve.apply({ hop: 1 }, context, 'todo') as Promise<unknown>;
    proof.catch(() => undefined);
    await aWhile();
    expect(await now(proof)).toBe(stillWaits);
    for (const id of dead) living.delete(id);
    expect(await end(proof)).toMatchObject({
      code: 'service.ended',
      message: `no session can start and end: ${why}`,
    });
  });
});

it('what is left of a proof is not waited for on the way back, once the managers have died', async () => {
  const { context, living } = cluster('m1', 'a1');
  let name = '';
  const proveSession = async (label: string) => {
    name = label;
    return { running: 1, logs: 1, ended: 1 };
  };
  await sessionProve.apply({ hop: 1 }, { ...context, proveSession }, 'todo');
  const left = { id: '1', name, accessKey: 'AK', status: 'PREPARING', agents: [] };
  const database = { ...context.database, sessions: async () => [left] };
  const endSessions = (_sessions: unknown, signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  if (typeof sessionProve.undo !== 'function') throw new Error('it has no way back');
  const undone = sessionProve.undo({ hop: 1 }, { ...context, database, endSessions });
  await aWhile();
  expect(await now(undone)).toBe(stillWaits);
  living.delete('m1');
  expect(await end(undone)).toEqual({
    left: 'sessions that baiup started to prove something may still run: no session can be ended: the processes of m1, m2 have ended',
  });
});

describe('whileAlive', () => {
  it('gives what came about, or went wrong, while all live', async () => {
    const { context } = cluster('m1');
    expect(await whileAlive('nothing can be done', [['m1']], context, async () => 7)).toBe(7);
    const failed = whileAlive('nothing can be done', [['m1']], context, () =>
      Promise.reject(new RangeError()),
    );
    await expect(failed).rejects.toBeInstanceOf(RangeError);
  });

  it('is cut by what cuts all, with its reason', async () => {
    const { context } = cluster('m1');
    const all = new AbortController();
    const cut = whileAlive(
      'nothing can be done',
      [['m1']],
      { ...context, signal: all.signal },
      (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    all.abort(new RangeError('cut'));
    await expect(cut).rejects.toBeInstanceOf(RangeError);
  });
});
