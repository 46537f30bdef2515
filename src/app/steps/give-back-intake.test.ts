import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EndpointReplicas } from '../../core/workloads/intake.ts';
import type { StepContext } from './context.ts';
import { giveBackEndpoints, withoutNote } from './give-back-intake.ts';
import { noteIntake } from './noted-intake.ts';

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

describe('without the note of what let sessions begin', () => {
  let runFolder = '';
  beforeEach(async () => {
    runFolder = await mkdtemp(join(tmpdir(), 'baiup-intake-'));
  });
  afterEach(() => rm(runFolder, { recursive: true, force: true }));

  const told = (managerStatus: () => Promise<string | undefined>, schedulable: readonly string[]) =>
    withoutNote(1, {
      runFolder,
      configStore: { managerStatus },
      database: { intake: async () => ({ schedulable, endpoints: [] }) },
    } as unknown as StepContext);

  it.each<[string | undefined, readonly string[], RegExp]>([
    [
      'frozen',
      ['i-1'],
      /^the managers are frozen \(baiup check --fix manager\.frozen\): .*hop-1\.intake\.json/,
    ],
    ['running', [], /^no agent takes sessions: /],
    ['frozen', [], /^the managers are frozen .*, and no agent takes sessions: /],
  ])('managers that are %s and agents %j are told of', async (status, schedulable, said) => {
    expect(await told(async () => status, schedulable)).toEqual([expect.stringMatching(said)]);
  });

  it('nothing is told where sessions may begin, nor where nobody answers', async () => {
    expect(await told(async () => 'running', ['i-1'])).toEqual([]);
    expect(await told(() => Promise.reject(new Error('etcd is away')), [])).toEqual([]);
  });

  it('nothing is told where it is there', async () => {
    await noteIntake(1, { runFolder }, { status: 'running' });
    expect(await told(async () => 'frozen', [])).toEqual([]);
  });
});
