import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { ParkedProgram, ParkRequest, Started } from '../../io/services/port.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { noStrangers } from './no-strangers.ts';
import { servicePark } from './service-park.ts';
import { serviceStart } from './service-start.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const old = '[agent]\nscaling-group = "a"\n';
const params = servicePark.params.parse({
  hop: 1,
  member: 'm1',
  component: 'manager',
  version: '24.09.4',
  environment: '/e/manager-24.09.4',
  config: '/c',
  edits: [{ action: 'rename', key: 'agent.scaling-group', to: 'initial-resource-group-name' }],
  memory: 300e6,
});

interface Given {
  /** Megabytes. */
  readonly free?: number;
  readonly version?: string;
  /** What its program reads instead of what it is given. */
  readonly reads?: string;
  readonly fails?: Error;
  readonly active?: boolean;
  readonly serves?: string;
}

/** A member whose program is parked, and what was asked of it. */
function world({
  free = 4000,
  version = '24.09.4',
  reads,
  fails,
  active = true,
  serves = '/e/old',
}: Given = {}) {
  const asked: ParkRequest[] = [];
  let parked: ParkedProgram | undefined;
  const host = simulatedHost(
    'h1',
    new Map([
      ['/c', { content: old }],
      ['/proc/meminfo', { content: `MemTotal: 8 kB\nMemAvailable:   ${free * 1000} kB\n` }],
    ]),
  );
  const service = {
    state: async () => ({ active, environment: serves }),
    parked: async () => parked,
    park: async (request: ParkRequest) => {
      asked.push(request);
      if (fails) throw fails;
      const read = reads ?? (await host.readText(request.instead?.copy ?? '/c')) ?? '';
      parked = { environment: request.environment, version, read: { '/real/c': sha256(read) } };
      return parked;
    },
    unpark: async () => {
      parked = undefined;
    },
  };
  const context = {
    inventory: { components: [{ id: 'm1', component: 'manager', host: 'h1' }] },
    host: () => host,
    service: () => service,
    signal: new AbortController().signal,
  } as unknown as StepContext;
  return { context, asked, waits: () => parked?.environment };
}

describe('parking a program', () => {
  it('lets it read its configuration as it will be, in a copy that goes', async () => {
    const { context, asked, waits } = world();
    expect(await servicePark.apply(params, context, 'todo')).toEqual({ parked: true });
    expect(waits()).toBe(params.environment);
    const [request] = asked;
    expect(request?.instead?.path).toBe('/c');
    expect(await context.host('h1').readText(request?.instead?.copy ?? '')).toBeUndefined();
    expect(await servicePark.probe(params, context, true)).toBe('done');
  });

  it('takes the place of one that another run has left', async () => {
    const { context } = world();
    await servicePark.apply(params, context, 'todo');
    expect(await servicePark.probe(params, context, false)).toBe('todo');
  });

  it.each<[string, Given, string]>([
    ['there is no memory for both', { free: 500 }, 'h1 has 512 MB of memory free, and it needs 556'],
    ['it is another release', { version: '24.9.3' }, '/e/manager-24.09.4 holds 24.9.3'],
    ['it holds no release', { version: '' }, '/e/manager-24.09.4 holds no release'],
    ['it reads another configuration', { reads: old }, 'it reads another configuration than /c'],
    ['it is not ready', { fails: new BaiupError('service.not-parked', 'it hangs') }, 'it hangs'],
  ])('says why it does not where %s, and leaves none', async (_what, given, why) => {
    const { context, waits } = world(given);
    expect(await servicePark.apply(params, context, 'todo')).toEqual({ parked: false, why });
    expect(waits()).toBeUndefined();
    expect(await servicePark.probe(params, context, true)).toBe('todo');
  });

  it.each([
    ['a connection that is lost', new BaiupError('host.connection-lost', 'lost')],
    ['a bug', new TypeError('x is not a function')],
  ])('does not hide %s', async (_what, fails) => {
    const { context } = world({ fails });
    await expect(servicePark.apply(params, context, 'todo')).rejects.toBe(fails);
  });

  it.each<[string, Given, string]>([
    ['has nothing to do once its program serves', { serves: params.environment }, 'done'],
    ['has to be done while the old one serves', {}, 'todo'],
    ['has to be done where its program has ended', { serves: params.environment, active: false }, 'todo'],
  ])('%s', async (_what, given, probed) => {
    expect(await servicePark.probe(params, world(given).context, true)).toBe(probed);
  });

  it('waits as long as the outage may take, three times', async () => {
    const patience = async (high: number) => {
      const { context, asked } = world();
      const foreseen = async () => ({ predictedRange: [1, high] });
      await servicePark.apply(params, { ...context, foreseen } as unknown as StepContext, 'todo');
      return asked[0]?.patience;
    };
    expect(await patience(20)).toBe(1800);
    expect(await patience(1000.5)).toBe(3002);
  });
});

describe('a start', () => {
  it.each<[Started, unknown]>([
    [{ parked: false }, undefined],
    [{ parked: true }, { parked: true }],
    [
      { parked: false, why: 'it ended' },
      { parked: false, why: 'it ended' },
    ],
  ])('of %o tells %o', async (started, told) => {
    const context = {
      strangers: noStrangers,
      started: new Set(),
      service: () => ({ parked: async () => undefined, start: async () => started }),
      inventory: { components: [] },
      settleEvents: async () => undefined,
    } as unknown as StepContext;
    const start = serviceStart.params.parse({
      member: 'm1',
      component: 'manager',
      version: '2',
      signal: 'SIGINT',
      stopTimeoutMs: 1,
      startTimeoutMs: 1,
    });
    expect(await serviceStart.apply(start, context, 'todo')).toEqual(told);
  });
});

it('the events that managers were told of are settled before a parked manager goes on, and beside a cold start', async () => {
  for (const [waits, order] of [
    [{ environment: '/e' }, ['settling', 'settled', 'started']],
    [undefined, ['started', 'settling', 'settled']],
  ] as const) {
    const log: string[] = [];
    const context = {
      strangers: noStrangers,
      started: new Set(),
      settleEvents: async () => {
        log.push('settling');
        await Promise.resolve();
        log.push('settled');
      },
      service: () => ({
        parked: async () => waits,
        start: async () => {
          log.push('started');
          return { parked: waits !== undefined };
        },
      }),
    } as unknown as StepContext;
    const times = { signal: 'SIGINT', stopTimeoutMs: 1, startTimeoutMs: 1 };
    const start = serviceStart.params.parse({ member: 'm1', component: 'manager', version: '2', ...times });
    await serviceStart.apply(start, context, 'todo');
    expect(log).toEqual(order);
  }
});
