import { describe, expect, it } from 'vitest';
import { componentProve } from './component-prove.ts';
import type { StepContext, Strangers } from './context.ts';
import { databaseCapture } from './database-capture.ts';
import { noStrangers } from './no-strangers.ts';
import { schemaMigrate } from './schema-migrate.ts';
import { serviceStart } from './service-start.ts';
import { serviceStop } from './service-stop.ts';

const stranger = { pid: 4711, title: 'backend.ai: manager local', environment: '/e/manager-1' };
const params = {
  member: 'm1',
  component: 'manager',
  version: '2',
  signal: 'SIGINT',
  stopTimeoutMs: 1000,
  startTimeoutMs: 100_000,
} as const;

/** A cluster with such strangers, and what was done to it. */
function world(strangers: Partial<Strangers>, answer: object = { version: '2', healthy: true }) {
  const done: string[] = [];
  const context = {
    signal: new AbortController().signal,
    inventory: { components: [{ id: 'm1', component: 'manager' }] },
    started: new Set(),
    runFolder: '/nowhere',
    migrators: new Map(),
    strangers: { ...noStrangers, ...strangers },
    askMember: async () => answer,
    database: {
      roomAway: async () => undefined,
      dump: async (_folder: string, signal: AbortSignal) => {
        if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw signal.reason;
      },
      revisions: async () => ['a'],
    },
    startMigrator: async () => void done.push('migrate'),
    service: () => ({
      parked: async () => undefined,
      start: async () => {
        done.push('start');
        return { parked: false };
      },
      state: async () => ({ active: true, environment: '/e/manager-2' }),
    }),
  } as unknown as StepContext;
  return { done, context };
}
const inPlace = { inPlaceOf: async () => [stranger] };
const migration = schemaMigrate.params.parse({
  hop: 1,
  member: 'm1',
  legs: [{ environment: '/e', run: ['b'], from: ['a'], head: 'b' }],
});
const hint = /^end it: kill -INT 4711 {6}and do not start it again/;

describe('somebody who serves in the place of a member', () => {
  const refused = {
    code: 'service.stranger',
    message:
      'another program serves in the place of m1: process 4711 ("backend.ai: manager local", from /e/manager-1), which was started by no service of the cluster',
    hint: expect.stringMatching(hint),
  };

  it.each([
    ['a start', (context: StepContext) => serviceStart.apply(params, context, 'todo')],
    [
      'the way back of a stop',
      async (context: StepContext) =>
        typeof serviceStop.undo === 'function' && serviceStop.undo(params, context),
    ],
    ['the proof', (context: StepContext) => componentProve.apply(params, context, 'todo')],
  ])('ends %s at once, and nothing is started', async (_what, act) => {
    const { done, context } = world(inPlace);
    await expect(act(context)).rejects.toMatchObject(refused);
    expect(done).toEqual([]);
  });

  it('ends the wait for an answer, where another release answers', async () => {
    const { context } = world(inPlace, { version: '1', healthy: true });
    await expect(serviceStart.verify(params, context)).rejects.toMatchObject(refused);
  });
});

describe('somebody who works with the database', () => {
  it.each([
    [
      'a capture, and cuts its dump,',
      (context: StepContext) => databaseCapture.apply({ hop: 1 }, context, 'todo'),
    ],
    [
      'a migration, before it begins,',
      (context: StepContext) => schemaMigrate.apply(migration, context, 'todo'),
    ],
  ])('ends %s and names both', async (_what, act) => {
    const { done, context } = world({ atDatabase: async () => [stranger, { pid: 12, title: 'x' }] });
    await expect(act(context)).rejects.toMatchObject({
      code: 'database.stranger',
      message: expect.stringMatching(/from \/e\/manager-1\), process 12 \("x"\), which were started by no/),
      hint: expect.stringContaining('kill -INT 4711 12 '),
    });
    expect(done).toEqual([]);
  });
});
