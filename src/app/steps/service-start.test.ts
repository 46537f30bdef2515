import { describe, expect, it } from 'vitest';
import type { ComponentName } from '../../core/cluster/inventory.ts';
import type { StepContext } from './context.ts';
import { noStrangers } from './no-strangers.ts';
import { serviceStart } from './service-start.ts';

/** A service that ends by itself as often as told before it stays. */
function ending(times: number) {
  let started = 0;
  const lives = () => started > times;
  const context = {
    inventory: { components: [{ id: 'x1', component: 'manager' }] },
    started: new Set(),
    signal: new AbortController().signal,
    strangers: noStrangers,
    settleEvents: async () => undefined,
    askMember: async () =>
      lives() ? { version: '2', healthy: true } : { healthy: false, trouble: 'silent' },
    service: () => ({
      state: async () => ({ active: lives(), environment: '/e' }),
      logTail: async () => 'last words',
      parked: async () => undefined,
      start: async () => {
        started += 1;
        return { parked: false };
      },
    }),
  } as unknown as StepContext;
  return { context, starts: () => started };
}

const params = (component: ComponentName) => ({
  member: 'x1',
  component,
  version: '2',
  signal: 'SIGINT' as const,
  stopTimeoutMs: 1000,
  startTimeoutMs: 1000,
});

describe('a service that ends by itself', () => {
  it.each([
    ['app-proxy-worker', 1, 2],
    ['manager', 0, 1],
  ] as const)('%s that ends %i times runs after %i starts', async (component, times, starts) => {
    const service = ending(times);
    await serviceStart.apply(params(component), service.context, 'todo');
    await serviceStart.verify(params(component), service.context);
    expect(service.starts()).toBe(starts);
  });

  it.each([
    ['app-proxy-worker', 2],
    ['manager', 1],
  ] as const)('%s that ends %i times has failed', async (component, times) => {
    const { context } = ending(times);
    await serviceStart.apply(params(component), context, 'todo');
    await expect(serviceStart.verify(params(component), context)).rejects.toMatchObject({
      code: 'service.not-ready',
    });
  });
});
