import { expect, it } from 'vitest';
import type { EndpointReplicas } from '../../core/workloads/intake.ts';
import type { StepContext } from './context.ts';
import { giveBackEndpoints } from './give-back-intake.ts';

const endpoint = (replicas: number, desired: number | null): EndpointReplicas => ({
  ...{ id: '1', name: 'chat' },
  replicas,
  desired,
});

/** What an endpoint has in the end that had so many before and was scaled down, and has so many now. */
async function inTheEnd(
  before: EndpointReplicas,
  now: EndpointReplicas,
): Promise<readonly EndpointReplicas[]> {
  let endpoints: readonly EndpointReplicas[] = [now];
  const database = {
    intake: async () => ({ schedulable: [], endpoints }),
    setReplicas: async (all: readonly EndpointReplicas[]) => {
      endpoints = all;
    },
  };
  await giveBackEndpoints({ agents: [], endpoints: [before] }, { database } as unknown as StepContext);
  return endpoints;
}

it.each<[string, EndpointReplicas, EndpointReplicas, EndpointReplicas]>([
  ['as many as its owner wants', endpoint(2, null), endpoint(0, null), endpoint(2, null)],
  ['as managers scale it by themselves', endpoint(2, 3), endpoint(0, 0), endpoint(2, 3)],
  ['also where its owner wants none', endpoint(0, 3), endpoint(0, 0), endpoint(0, 3)],
  ['and it stays as its owner has set it since', endpoint(2, 3), endpoint(5, 5), endpoint(5, 5)],
  ['and stays so where he wanted none', endpoint(0, 3), endpoint(5, 5), endpoint(5, 5)],
  ['and a later release that counts anew gets it too', endpoint(2, null), endpoint(0, 0), endpoint(2, null)],
])('an endpoint has its replicas again: %s', async (_how, before, now, then) => {
  expect(await inTheEnd(before, now)).toEqual([then]);
});
