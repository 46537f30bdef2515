import { describe, expect, it, vi } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { StopSignal } from '../../io/services/port.ts';
import { awaitMember } from './await-member.ts';
import type { MemberAnswer, StepContext } from './context.ts';
import { noStrangers } from './no-strangers.ts';
import { serviceStart } from './service-start.ts';
import { serviceStop } from './service-stop.ts';
import { serviceSwitch } from './service-switch.ts';

const params = {
  member: 'm1',
  component: 'manager',
  version: '1',
  signal: 'SIGINT',
  stopTimeoutMs: 1234,
  startTimeoutMs: 300,
} as const;

/** A service that answers as told, then as the last time. */
function scripted(answers: readonly MemberAnswer[], active: readonly boolean[] = [true]) {
  const log: string[] = [];
  const [left, lives] = [[...answers], [...active]];
  let environment = '/e/manager-1';
  const context = {
    inventory: { components: [{ id: 'm1', component: 'manager' }] },
    started: new Set(),
    signal: new AbortController().signal,
    host: (name: string) => simulatedHost(name, new Map()),
    strangers: noStrangers,
    askMember: async (member: string) => {
      log.push(`ask ${member}`);
      return left.length > 1 ? left.shift() : left[0];
    },
    settleEvents: async () => void log.push('settle events'),
    service: (member: string) => ({
      state: async () => ({ active: lives.length > 1 ? lives.shift() : lives[0], environment }),
      logTail: async (lines: number) => `the last ${lines} lines of ${member}\n\n`,
      parked: async () => undefined,
      start: async () => {
        log.push(`start ${member}`);
        return { parked: false };
      },
      stop: async (signal: StopSignal, { timeoutMs }: { timeoutMs: number }) => {
        log.push(`stop ${member} ${signal} ${timeoutMs}`);
        return { killed: false };
      },
      switchEnvironment: async (to: string) => {
        environment = to;
      },
    }),
  } as unknown as StepContext;
  return { context, log };
}

it('a service that does not answer yet is asked again and again, and its host seldom', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const late = { version: undefined, healthy: false, trouble: 'not yet' };
  const { context, log } = scripted([late, late, late, late, { version: '1', healthy: true }]);
  let looks = 0;
  const service = (member: string) => {
    looks += 1;
    return context.service(member);
  };
  await awaitMember({ member: 'm1', version: '1', timeoutMs: 300 }, { ...context, service }).finally(() =>
    clock.mockRestore(),
  );
  expect(log).toHaveLength(5);
  expect(looks).toBe(1);
});

describe('service.stop', () => {
  it('is done where nothing runs, and to be done where something does', async () => {
    expect(await serviceStop.probe(params, scripted([], [true]).context, false)).toBe('todo');
    expect(await serviceStop.probe(params, scripted([], [false]).context, false)).toBe('done');
  });

  it('stops by its signal, within its time', async () => {
    const { context, log } = scripted([]);
    expect(await serviceStop.apply(params, context, 'todo')).toEqual({ killed: false });
    expect(log).toEqual(['stop m1 SIGINT 1234']);
  });

  it('is undone by a start, and back once the old release answers', async () => {
    const { context, log } = scripted([{ version: '1', healthy: true }]);
    if (typeof serviceStop.undo !== 'function') expect.unreachable();
    await serviceStop.undo(params, context);
    await serviceStop.afterUndo?.(params, context);
    expect(log).toEqual(['start m1', 'settle events', 'ask m1']);
  });
});

describe('service.start', () => {
  it('is to be done where nothing runs, and undone by a stop within its time', async () => {
    expect(await serviceStart.probe(params, scripted([], [false]).context, false)).toBe('todo');
    const { context, log } = scripted([], [true]);
    expect(await serviceStart.probe(params, context, false)).toBe('done');
    if (typeof serviceStart.undo !== 'function') expect.unreachable();
    await serviceStart.undo(params, context);
    expect(log).toEqual(['stop m1 SIGINT 1234']);
  });
});

it('what was told of agents is settled as a manager starts, and as nothing else does', async () => {
  for (const [component, expected] of [
    ['manager', ['start m1', 'settle events']],
    ['agent', ['start m1']],
  ] as const) {
    const { context, log } = scripted([]);
    await serviceStart.apply({ ...params, component }, context, 'todo');
    expect(log).toEqual(expected);
  }
});

describe('service.switch', () => {
  const turn = { member: 'm1', component: 'manager', from: '/e/manager-1', to: '/e/manager-2' } as const;

  it('is done once the service would start from there', async () => {
    const { context } = scripted([]);
    expect(await serviceSwitch.probe(turn, context, false)).toBe('todo');
    await serviceSwitch.apply(turn, context, 'todo');
    expect(await serviceSwitch.probe(turn, context, false)).toBe('done');
  });

  it.each([
    ['one that came up again with its host is stopped first', true, ['stop m1 SIGINT 30000']],
    ['one that is stopped is left alone', false, []],
  ])('%s', async (_what, isActive, expected) => {
    const { context, log } = scripted([], [isActive]);
    await serviceSwitch.apply(turn, context, 'todo');
    expect(log).toEqual(expected);
    expect(await serviceSwitch.probe(turn, context, false)).toBe('done');
  });

  it('is not back while the service would start from elsewhere', async () => {
    const { context } = scripted([]);
    await serviceSwitch.apply(turn, context, 'todo');
    await expect(serviceSwitch.afterUndo?.(turn, context)).rejects.toMatchObject({
      code: 'service.not-switched',
      message: 'manager m1 is set to run from /e/manager-2, not /e/manager-1',
    });
    if (typeof serviceSwitch.undo !== 'function') expect.unreachable();
    await serviceSwitch.undo(turn, context);
    await serviceSwitch.afterUndo?.(turn, context);
  });
});

describe('awaitMember', () => {
  const up = { version: '2', healthy: true };

  it('ends at the first answer that is right', async () => {
    const { context, log } = scripted([{ version: undefined, healthy: false }, up]);
    await awaitMember({ member: 'm1', version: '2', timeoutMs: 60_000 }, context);
    expect(log).toHaveLength(2);
  });

  it.each<[MemberAnswer, string]>([
    [{ version: '1', healthy: true }, '(it answers as 1)'],
    [{ version: '2', healthy: false }, '(it answers as 2)'],
    [{ version: '2', healthy: false, trouble: 'status 500' }, '(status 500)'],
  ])('says of %j why it gave up', async (answer, why) => {
    const { context } = scripted([answer]);
    await expect(awaitMember({ member: 'm1', version: '2', timeoutMs: 60 }, context)).rejects.toMatchObject({
      code: 'service.not-ready',
      message: expect.stringContaining(`m1 to answer as 2`),
      hint: "its log is kept with the run's evidence: m1.log",
    });
    await expect(awaitMember({ member: 'm1', version: '2', timeoutMs: 60 }, context)).rejects.toThrow(why);
  });

  it('waits no longer for a service that has ended by itself', async () => {
    const { context } = scripted([{ version: undefined, healthy: false, trouble: 'refused' }], [true, false]);
    await expect(
      awaitMember({ member: 'm1', version: '2', timeoutMs: 60_000 }, context),
    ).rejects.toMatchObject({
      code: 'service.not-ready',
      message: 'm1 was started, but its process ended; the log of m1 ends with:\nthe last 5 lines of m1',
    });
  });

  it('says of what could not even be asked why', async () => {
    const { context } = scripted([]);
    const broken = { ...context, askMember: async () => Promise.reject(new TypeError('a bug')) };
    await expect(awaitMember({ member: 'm1', version: '2', timeoutMs: 60 }, broken)).rejects.toMatchObject({
      code: 'service.not-ready',
      message: 'gave up after 0 s waiting for m1 to answer as 2: a bug',
    });
  });

  it('is cut by what cuts all', async () => {
    const { context } = scripted([]);
    const signal = AbortSignal.abort(new RangeError('cut'));
    await expect(
      awaitMember({ member: 'm1', version: '2', timeoutMs: 60 }, { ...context, signal }),
    ).rejects.toBeInstanceOf(RangeError);
  });
});
